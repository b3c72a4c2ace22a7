using System.Globalization;
using System.Text;

namespace JvmDebug.Diagnostics.Scripts;

/// <summary>
/// The lines a script answers with, up to the first empty one or the end.
/// </summary>
/// <remarks>
/// <code>
/// jvm PID TAB NSPID TAB UID TAB GID TAB CAPPRM TAB SIGCGT TAB SIGIGN TAB ARG US ARG ...   a JVM that was found
/// probe OBSTACLE|- JAVA|- UID GID CAPEFF KIND                                         about the JVM before it
/// tool NAME | room KB | maxsize KB | exit CODE | size BYTES | sha256 HEX              one value each
/// takes-identity UID GID GROUP,GROUP...|-                                             the JVM's, where setpriv has to be asked for it
/// rss KB | placeN FREE TOTAL BLOCKSIZE TYPE                                           before a heap dump
/// send                                                                                now the input
/// | TEXT                                                                              a line of jcmd's output
/// error CODE TEXT                                                                     the script gave up
/// </code>
/// </remarks>
internal sealed class ScriptReply
{
    // The command lines of all JVMs of a machine have room in it, and all recordings of a JVM.
    private const int Largest = 16 << 20;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<JvmScan> _jvms = [];
    private readonly StringBuilder _output = new();

    public IReadOnlyList<JvmScan> Jvms => _jvms;

    /// <summary>What jcmd printed, without the tool's own first line.</summary>
    public string Output => _output.ToString();

    /// <summary>When the last of the lines was here; the script's end is known later.</summary>
    public DateTimeOffset LastLineAt { get; private set; }

    public string? ErrorCode { get; private set; }

    public string ErrorText { get; private set; } = "";

    public string? this[string keyword] => _values.GetValueOrDefault(keyword);

    public long? Number(string keyword) =>
        long.TryParse(this[keyword], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <param name="send">Sends what the script asks for with the line "send"; null if there is nothing.</param>
    /// <exception cref="JvmException">More came than any script of ours says: DebugImageUnsuitable, or JcmdFailed if it was the JVM's.</exception>
    public static async Task<ScriptReply> ReadAsync(ReplyStream stream, Func<ValueTask>? send, CancellationToken cancellationToken)
    {
        var reply = new ScriptReply();
        var size = 0;
        while (await stream.ReadLineAsync(cancellationToken) is { Length: > 0 } line)
        {
            size += line.Length + 1;
            if (size > Largest)
            {
                throw Endless(line);
            }

            if (line == "send" && send is not null)
            {
                await send();
            }
            else
            {
                reply.Add(line);
            }
        }

        return reply;
    }

    private static JvmException Endless(string line) => line.StartsWith("| ", StringComparison.Ordinal)
        ? new(JvmFailure.JcmdFailed, $"The JVM answered a command with more than {Largest >> 20} MiB where some lines are expected, and was not listened to any longer. What answers its attach may not be a JVM.")
        : new(JvmFailure.DebugImageUnsuitable, $"The debug container answered with more than {Largest >> 20} MiB where some lines are expected; its sh may not be a POSIX shell. Try --image with another image.");

    internal void Add(string line)
    {
        LastLineAt = DateTimeOffset.UtcNow;
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        var (keyword, rest) = blank < 0 ? (line, "") : (line[..blank], line[(blank + 1)..]);
        switch (keyword)
        {
            case "jvm":
                _jvms.Add(JvmScan.ParseProcess(rest));
                break;
            case "probe" when _jvms.Count > 0:
                _jvms[^1] = _jvms[^1].WithProbe(rest);
                break;
            case "|":
                _output.AppendLine(rest);
                break;
            case "error":
                var end = rest.IndexOf(' ', StringComparison.Ordinal);
                (ErrorCode, ErrorText) = end < 0 ? (rest, "") : (rest[..end], rest[(end + 1)..]);
                break;
            default:
                _values[keyword] = rest;
                break;
        }
    }
}
