namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>Names what a file without a thread dump seems to be, and what would help.</summary>
internal static class Foreign
{
    public static string Describe(ReadOnlySpan<byte> start, long bytes) =>
        bytes == 0 ? "The file is empty."
        : start.StartsWith("FLR\0"u8) ? "This is a Flight Recorder recording; 'jvmdebug jfr summary' reads it."
        : start.StartsWith("JAVA PROFILE"u8) ? "This is a heap dump (HPROF), not a thread dump."
        : start.IndexOf("1TISIGINFO"u8) >= 0 || start.IndexOf("0SECTION"u8) >= 0 ? "This is a javacore of OpenJ9; only dumps of HotSpot are read."
        : start.IndexOf("\"threadName\""u8) >= 0 ? "This is the thread dump of a Spring actuator in JSON; take one with jcmd Thread.print or jstack."
        : start.IndexOf("\" Id="u8) >= 0 ? "This is a dump in the words of ThreadMXBean, without addresses of locks; take one with jcmd Thread.print or jstack."
        : start.IndexOf("Unable to open socket file"u8) >= 0 || start.IndexOf("Exception in thread"u8) >= 0 ? "There is no thread dump in it, but the message of a tool that failed to take one."
        : start.IndexOf((byte)0) >= 0 ? "This is a binary file, not a thread dump."
        : FormattableString.Invariant($"There is no thread dump in its {bytes:N0} bytes: neither the title 'Full thread dump' of jstack, jcmd and SIGQUIT nor threads as Thread.dump_to_file writes them.");
}
