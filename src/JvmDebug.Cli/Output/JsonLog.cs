using System.Buffers;
using System.Text;
using System.Text.Json;

namespace JvmDebug.Cli.Output;

/// <summary>Progress as a log collector takes it: a JSON object a line (<c>time</c>, <c>level</c>, <c>message</c>).</summary>
internal sealed class JsonLog(TextWriter stderr, TimeProvider time) : ConsoleProgress
{
    private readonly Lock _lock = new();

    public override void Stage(string description) => Line("info", description);

    public override void Note(string fact) => Line("info", fact);

    public override void Warning(string text) => Line("warning", text);

    public void Error(string text) => Line("error", text);

    public override void Waiting(TimeSpan elapsed, TimeSpan total)
    {
    }

    public override void Transfer(long received, long total)
    {
    }

    private void Line(string level, string message)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow().UtcDateTime);
            json.WriteString("level", level);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        lock (_lock)
        {
            stderr.WriteLine(Encoding.UTF8.GetString(line.WrittenSpan));
        }
    }
}
