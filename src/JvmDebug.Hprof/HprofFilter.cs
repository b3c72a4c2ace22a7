namespace JvmDebug.Hprof;

/// <summary>
/// Takes a heap dump in pieces as they come, checks its structure record by record, and passes it on, redacted if asked:
/// the same number of bytes. Memory does not grow with the heap. Nothing that was not checked is passed on, and no byte
/// that shall be blanked.
/// </summary>
/// <remarks>
/// Because its state is where it is in the stream, a transfer that broke goes on by writing the bytes from
/// <see cref="Received"/> on.
/// </remarks>
public sealed partial class HprofFilter
{
    private const int WindowSize = 256 * 1024;

    private readonly HprofRedaction _redaction;
    private readonly Stream _output;
    private readonly SymbolShield? _symbols;
    private readonly ClassTable _classes = new();
    private byte[] _window = new byte[WindowSize];
    private int _start;
    private int _end;
    private long _position;
    private bool _completed;

    /// <param name="redaction">What to take out.</param>
    /// <param name="output">Where the dump goes on to; written synchronously, not disposed. <see cref="Stream.Null"/> only checks.</param>
    public HprofFilter(HprofRedaction redaction, Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        (_redaction, _output) = (redaction, output);
        _symbols = redaction == HprofRedaction.None ? null : new SymbolShield();
    }

    /// <summary>Bytes of the dump taken so far.</summary>
    public long Received { get; private set; }

    /// <exception cref="HprofException">What came is not HPROF, or damaged.</exception>
    public void Write(ReadOnlySpan<byte> data)
    {
        Received += data.Length;
        while (!data.IsEmpty)
        {
            if (_end == _window.Length)
            {
                // One element larger than the window: a class with tens of thousands of fields.
                Array.Resize(ref _window, _window.Length * 2);
            }

            var count = Math.Min(data.Length, _window.Length - _end);
            data[..count].CopyTo(_window.AsSpan(_end));
            data = data[count..];
            _end += count;
            Advance();
        }
    }

    /// <summary>Says that this was all.</summary>
    /// <exception cref="HprofException">The dump is cut off; the message says how much of it was whole.</exception>
    public HprofSummary Complete()
    {
        if (!_completed)
        {
            RequireEnd();
            if (_symbols is { Holds: true })
            {
                _symbols.Release(_output);
            }

            _completed = true;
        }

        return Summary();
    }

    // Parses what is there of whole elements, hands it on, and moves the rest to the front.
    private void Advance()
    {
        var held = _symbols is { Holds: true };
        var from = _start;
        try
        {
            int step;
            do
            {
                step = Step(_window.AsSpan(_start, _end - _start));
                _start += step;
                _position += step;
            }
            while (step > 0);
        }
        finally
        {
            PassOn(_window.AsSpan(from, _start - from), held);
        }

        _window.AsSpan(_start, _end - _start).CopyTo(_window);
        (_start, _end) = (0, _end - _start);
    }

    private void PassOn(ReadOnlySpan<byte> checkedBytes, bool held)
    {
        if (!held)
        {
            _output.Write(checkedBytes);
            return;
        }

        _symbols!.Hold(checkedBytes);
        if (!_symbols.Holds || _symbols.IsFull)
        {
            _symbols.Release(_output);
        }
    }

    private HprofException Damaged(string message, int at = 0) => new($"{message}; {SoFar()}", _position + at);

    private string SoFar() =>
        _format is null ? "nothing of it can be used" : string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"whole before that: {_classCount} classes, {_instances + _objectArrays + _primitiveArrays} objects in {_position} bytes");
}
