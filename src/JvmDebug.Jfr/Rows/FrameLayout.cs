using JvmDebug.Jfr.Metadata;
using JvmDebug.Jfr.Reading;

namespace JvmDebug.Jfr.Rows;

/// <summary>Where in a stack trace of this metadata the frames are, and where in a frame its parts.</summary>
internal sealed class FrameLayout
{
    private enum Part
    {
        Other,
        Method,
        LineNumber,
        BytecodeIndex,
        FrameType,
    }

    private readonly Part[] _parts = [];
    private readonly ValueDescriptor[] _fields = [];

    public FrameLayout(ChunkMetadata metadata)
    {
        StackTrace = metadata.Find("jdk.types.StackTrace");
        if (StackTrace?.Field("frames") is { IsArray: true, IsPooled: false, Type.Kind: ValueKind.Struct } frames)
        {
            _fields = [.. frames.Type.Fields];
            _parts = [.. _fields.Select(field => field switch
            {
                { Name: "method", IsPooled: true, IsArray: false } => Part.Method,
                { Name: "lineNumber", IsPooled: false, IsArray: false, Type.Kind: ValueKind.Int } => Part.LineNumber,
                { Name: "bytecodeIndex", IsPooled: false, IsArray: false, Type.Kind: ValueKind.Int } => Part.BytecodeIndex,
                { Name: "type", IsPooled: true, IsArray: false } => Part.FrameType,
                _ => Part.Other,
            })];
        }
    }

    public TypeDescriptor? StackTrace { get; }

    public bool Read(ChunkCursor cursor, List<StackFrameKey> frames, out bool isTruncated)
    {
        isTruncated = false;
        foreach (var field in StackTrace!.Fields)
        {
            if (field is { Name: "truncated", Type.Kind: ValueKind.Boolean, IsArray: false })
            {
                isTruncated = cursor.ReadByte() != 0;
            }
            else if (field.Name == "frames" && _parts.Length > 0)
            {
                for (var left = cursor.ReadCount("frames", _parts.Length); left > 0; left--)
                {
                    frames.Add(ReadFrame(ref cursor));
                }
            }
            else
            {
                ValueSkipper.SkipField(ref cursor, field);
            }
        }

        return true;
    }

    public bool ReadTop(ChunkCursor cursor, out StackFrameKey frame)
    {
        frame = default;
        foreach (var field in StackTrace!.Fields)
        {
            if (field.Name == "frames" && _parts.Length > 0)
            {
                if (cursor.ReadCount("frames", _parts.Length) == 0)
                {
                    return false;
                }

                frame = ReadFrame(ref cursor);
                return true;
            }

            ValueSkipper.SkipField(ref cursor, field);
        }

        return false;
    }

    private StackFrameKey ReadFrame(ref ChunkCursor cursor)
    {
        var (method, line, index, type) = (0UL, 0, 0, 0UL);
        for (var i = 0; i < _parts.Length; i++)
        {
            switch (_parts[i])
            {
                case Part.Method:
                    method = cursor.ReadVarint();
                    break;
                case Part.LineNumber:
                    line = cursor.ReadInt();
                    break;
                case Part.BytecodeIndex:
                    index = cursor.ReadInt();
                    break;
                case Part.FrameType:
                    type = cursor.ReadVarint();
                    break;
                default:
                    ValueSkipper.SkipField(ref cursor, _fields[i]);
                    break;
            }
        }

        return new StackFrameKey(method, line, index, type);
    }
}
