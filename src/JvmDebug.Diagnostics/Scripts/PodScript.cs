using System.Globalization;
using System.Text;

namespace JvmDebug.Diagnostics.Scripts;

/// <summary>
/// The shell side of jvmdebug. The script travels on standard input and not in the arguments, because an exec's arguments
/// are a URL and proxies cut long ones. Nothing may follow it before the script asks for it with the line "send": busybox'
/// <c>head -c</c> reads ahead, and what it has read is lost. All that varies are positional parameters.
/// </summary>
internal static class PodScript
{
    // JVMDEBUG_WAY and JVMDEBUG_MEMORY are read by the script; exported, for what it starts under another identity.
    private const string Launcher = """JVMDEBUG=$(head -c "$1") && export JVMDEBUG_WAY="$2" JVMDEBUG_MEMORY="$3" && shift 3 && eval "$JVMDEBUG" """;

    // sh -c LAUNCHER NAME BYTES WAY MEMORY
    private const int FixedWords = 7;

    /// <summary>UTF-8, sent first on standard input.</summary>
    public static ReadOnlyMemory<byte> Body { get; } = Encoding.UTF8.GetBytes(
        string.Concat(new[] { "common", "find-jvms", "memory", "attach", "attach-java", "places", "recording", "control", "heap", "threads", "session", "doctor", "sample", "main" }.Select(Read)));

    /// <param name="checkMemory">Whether the pod has a limit that what the script starts must fit into.</param>
    public static IReadOnlyList<string> Command(DebugWay way, bool checkMemory, string operation, params IEnumerable<string> arguments) =>
    [
        "sh", "-c", Launcher, "jvmdebug", Body.Length.ToString(CultureInfo.InvariantCulture),
        way switch { DebugWay.Inside => "inside", DebugWay.Local => "local", _ => "beside" },
        checkMemory ? "check" : "-",
        operation,
        .. arguments,
    ];

    /// <summary>What a command made by <see cref="Command"/> does.</summary>
    internal static (string Operation, IReadOnlyList<string> Arguments) OperationOf(IReadOnlyList<string> command) => (command[FixedWords], [.. command.Skip(FixedWords + 1)]);

    /// <summary>The debug container's main process, which ends itself after <paramref name="idle"/> without a visit; never after zero.</summary>
    public static IReadOnlyList<string> KeeperCommand(TimeSpan idle) =>
        ["sh", "-c", Read("keeper"), "jvmdebug-keeper", ((long)idle.TotalSeconds).ToString(CultureInfo.InvariantCulture)];

    internal static string Read(string name)
    {
        using var stream = typeof(PodScript).Assembly.GetManifestResourceStream(name + ".sh")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
