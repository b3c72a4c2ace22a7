namespace JvmDebug.Jfr;

/// <summary>What a column gathers of a group. Values come with the end of their event, by which first and last are told.</summary>
internal abstract class ViewAggregate
{
    /// <exception cref="FormatException">There is no such function.</exception>
    public static ViewAggregate Create(string? function) => function switch
    {
        null => new Edge(true, skipsNull: true),
        "FIRST" => new Edge(false, skipsNull: false),
        "LAST" => new Edge(true, skipsNull: false),
        "LAST_BATCH" => new Edge(true, skipsNull: false),
        "COUNT" => new Count(),
        "SUM" => new Sum(values => values.IsInteger ? values.Total : values.Real),
        "AVG" => new Sum(values => values.Count == 0 ? null : values.IsInteger ? Rounded(values.Total, values.Count) : values.Real / values.Count),
        "MIN" => new Extreme(-1),
        "MAX" => new Extreme(1),
        "DIFF" => new Difference(),
        "MEDIAN" => new Percentile(0.5),
        "P90" => new Percentile(0.9),
        "P95" => new Percentile(0.95),
        "P99" => new Percentile(0.99),
        "P999" => new Percentile(0.999),
        "UNIQUE" => new Distinct(values => (long)values.Count),
        "SET" => new Distinct(values => string.Join(", ", values)),
        "LIST" => new All(),
        _ => throw new FormatException($"There is no function {function}"),
    };

    public abstract object? Result { get; }

    /// <summary>Of the value that is the result, where it is one event's.</summary>
    public virtual long At => long.MinValue;

    public abstract void Add(object? value, long at);

    public abstract void Merge(ViewAggregate later);

    private static object Rounded(Int128 total, long count) => (long)((total + (count / 2)) / count);

    private sealed class Edge(bool isLast, bool skipsNull) : ViewAggregate
    {
        private object? _value;
        private long _at = long.MinValue;
        private bool _isSet;

        public override object? Result => _value;

        public override long At => _at;

        public override void Add(object? value, long at)
        {
            if (!(skipsNull && value is null) && (!_isSet || (isLast ? at >= _at : at < _at)))
            {
                (_value, _at, _isSet) = (value, at, true);
            }
        }

        public override void Merge(ViewAggregate later)
        {
            if (((Edge)later)._isSet)
            {
                Add(later.Result, later.At);
            }
        }
    }

    private sealed class Count : ViewAggregate
    {
        private long _count;

        public override object Result => _count;

        public override void Add(object? value, long at) => _count++;

        public override void Merge(ViewAggregate later) => _count += ((Count)later)._count;
    }

    private sealed class Sum(Func<(Int128 Total, double Real, long Count, bool IsInteger), object?> result) : ViewAggregate
    {
        private Int128 _total;
        private double _real;
        private long _count;
        private bool _hasReal;

        public override object? Result => _count == 0 ? null : result((_total, _real + (double)_total, _count, !_hasReal)) switch
        {
            Int128 total => (long)total,
            var other => other,
        };

        public override void Add(object? value, long at)
        {
            switch (value)
            {
                case long number:
                    _total += number;
                    _count++;
                    break;
                case double number:
                    _real += number;
                    _hasReal = true;
                    _count++;
                    break;
            }
        }

        public override void Merge(ViewAggregate later)
        {
            var other = (Sum)later;
            (_total, _real, _count, _hasReal) = (_total + other._total, _real + other._real, _count + other._count, _hasReal || other._hasReal);
        }
    }

    private sealed class Extreme(int sign) : ViewAggregate
    {
        private object? _value;

        public override object? Result => _value;

        public override void Add(object? value, long at)
        {
            if (value is not null && (_value is null || (ViewOrdering.Compare(value, _value) * sign) > 0))
            {
                _value = value;
            }
        }

        public override void Merge(ViewAggregate later) => Add(later.Result, 0);
    }

    private sealed class Difference : ViewAggregate
    {
        private readonly Edge _first = new(false, true);
        private readonly Edge _last = new(true, true);
        private bool _isPair;

        public override object? Result => (_first.Result, _last.Result) switch
        {
            // The end of something that did not end within the recording.
            (long, long) when !_isPair => null,
            (long first, long last) => unchecked(last - first),
            (double first, double last) => last - first,
            _ => null,
        };

        public override void Add(object? value, long at)
        {
            if (value is not null)
            {
                _isPair |= _first.Result is not null;
                _first.Add(value, at);
                _last.Add(value, at);
            }
        }

        public override void Merge(ViewAggregate later)
        {
            var other = (Difference)later;
            _isPair |= other._isPair || (_first.Result is not null && other._first.Result is not null);
            _first.Merge(other._first);
            if (other._last.Result is not null)
            {
                _last.Merge(other._last);
            }
        }
    }

    private sealed class Percentile(double share) : ViewAggregate
    {
        private readonly List<double> _values = [];
        private bool _isReal;

        public override object? Result
        {
            get
            {
                if (_values.Count == 0)
                {
                    return null;
                }

                _values.Sort();
                // Between the two neighbours of the (n + 1) share-th value.
                var index = (_values.Count + 1) * share;
                var below = (int)index - 1;
                var value = below < 0 ? _values[0]
                    : below + 1 >= _values.Count ? _values[^1]
                    : _values[below] + ((_values[below + 1] - _values[below]) * (index - (int)index));
                return _isReal ? value : (object)(long)value;
            }
        }

        public override void Add(object? value, long at)
        {
            switch (value)
            {
                case long number:
                    _values.Add(number);
                    break;
                case double number:
                    _values.Add(number);
                    _isReal = true;
                    break;
            }
        }

        public override void Merge(ViewAggregate later)
        {
            _values.AddRange(((Percentile)later)._values);
            _isReal |= ((Percentile)later)._isReal;
        }
    }

    private sealed class Distinct(Func<IReadOnlyCollection<object>, object?> result) : ViewAggregate
    {
        private readonly HashSet<object> _values = [];

        public override object? Result => result(_values);

        public override void Add(object? value, long at)
        {
            if (value is not null)
            {
                _values.Add(value);
            }
        }

        public override void Merge(ViewAggregate later) => _values.UnionWith(((Distinct)later)._values);
    }

    private sealed class All : ViewAggregate
    {
        private readonly List<object> _values = [];

        public override object Result => string.Join(", ", _values);

        public override void Add(object? value, long at)
        {
            if (value is not null)
            {
                _values.Add(value);
            }
        }

        public override void Merge(ViewAggregate later) => _values.AddRange(((All)later)._values);
    }
}
