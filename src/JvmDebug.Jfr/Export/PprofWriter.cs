using System.IO.Compression;
using System.Runtime.InteropServices;
using JvmDebug.Jfr.Stacks;

namespace JvmDebug.Jfr.Export;

/// <summary>Google's profile.proto in gzip.</summary>
/// <remarks>
/// Numbers of the fields written; ids begin at 1, strings are indices into the table:
/// <code>
/// Profile   1 sample_type*  2 sample*  4 location*  5 function*  6 string_table*  9 time_nanos  10 duration_nanos
///           11 period_type  12 period  14 default_sample_type
/// ValueType 1 type  2 unit
/// Sample    1 location_id* (packed, leaf first)  2 value* (packed, one a sample type)  3 label*
/// Label     1 key  2 str
/// Location  1 id  4 line*
/// Line      1 function_id  2 line
/// Function  1 id  2 name  3 system_name  4 filename
/// </code>
/// </remarks>
internal sealed class PprofWriter(StackProfile profile)
{
    private readonly StringTable _strings = new();
    private readonly Protobuf _message = new();

    public void Write(Stream output)
    {
        var weight = SampleType.Weight(profile);
        _message.Message(1, ValueType(SampleType.Count(profile), "count"));
        if (weight is { } typed)
        {
            _message.Message(1, ValueType(typed.Type, typed.Unit));
            _message.Message(11, ValueType(typed.Type, typed.Unit)).Number(12, 1);
            _message.Number(14, _strings[typed.Type]);
        }

        Samples(weight is not null);
        Functions();
        _message.Number(9, profile.Axis.StartNanos).Number(10, profile.Axis.EndNanos - profile.Axis.StartNanos);
        foreach (var text in _strings.Strings)
        {
            _message.Text(6, text);
        }

        using var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        _message.WriteTo(gzip);
    }

    private Protobuf ValueType(string type, string unit) => new Protobuf().Number(1, _strings[type]).Number(2, _strings[unit]);

    // pprof has no use for when a sample was taken.
    private void Samples(bool weighed)
    {
        var sums = new Dictionary<(int Node, int Thread), (long Count, long Weight)>();
        foreach (var sample in profile.Samples)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (sample.Node, sample.Thread), out _);
            sum = (sum.Count + sample.Count, sum.Weight + sample.Weight);
        }

        var threadKey = _strings["thread"];
        foreach (var ((node, thread), (count, weight)) in sums)
        {
            var locations = Array.ConvertAll(profile.Tree.PathTo(node), frame => frame + 1L);
            Array.Reverse(locations);
            _message.Message(2, new Protobuf()
                .Packed(1, locations)
                .Packed(2, weighed ? [count, weight] : [count])
                .Message(3, new Protobuf().Number(1, threadKey).Number(2, _strings[profile.Threads[thread].Name])));
        }
    }

    // Frames that differ in the line alone are locations of one function.
    private void Functions()
    {
        var functions = new Dictionary<StackFrame, int>();
        for (var frame = 0; frame < profile.Frames.Count; frame++)
        {
            var function = profile.Frames[frame] with { Line = 0 };
            if (functions.TryAdd(function, functions.Count + 1))
            {
                var name = _strings[function.Name];
                _message.Message(5, new Protobuf().Number(1, functions.Count).Number(2, name).Number(3, name).Number(4, _strings[function.FileName]));
            }

            _message.Message(4, new Protobuf()
                .Number(1, frame + 1)
                .Message(4, new Protobuf().Number(1, functions[function]).Number(2, profile.Frames[frame].Line)));
        }
    }
}
