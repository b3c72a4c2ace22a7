namespace JvmDebug.Jfr.Stacks;

/// <summary>The method on top of a stack, by name.</summary>
internal static class TopFrame
{
    private const string Unknown = "(unknown)";

    public static string NameOf(RecordingChunk chunk, ulong stack) => chunk.TryReadTopFrame(stack, out var frame) ? chunk.GetMethodName(frame.Method)?.FullName ?? Unknown : Unknown;
}
