using System.Text.Json;
using JvmDebug.Cli.Output;
using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Jfr;
using k8s.Models;
using Xunit;

namespace JvmDebug.Cli.Tests.Output;

public sealed class ResultWriterTests : IDisposable
{
    private readonly StringWriter _stdout = new();

    public void Dispose() => _stdout.Dispose();

    [Theory]
    [InlineData(false, "capture")]
    [InlineData(true, "capture-json")]
    public void A_capture(bool json, string snapshot)
    {
        Writer().Write(Sample.Capture, Format(json));
        Snapshot.Matches(snapshot, _stdout.ToString());
    }

    [Theory]
    [InlineData(false, "ps")]
    [InlineData(true, "ps-json")]
    public void A_list_of_JVMs(bool json, string snapshot)
    {
        ListedJvm[] jvms =
        [
            new(Sample.Container, Sample.Jvm),
            new(Sample.Container, new JvmProcess(4711, 12, 0, 0, null, null, "", "it runs with -XX:+DisableAttachMechanism; remove the flag and restart the pod")),
        ];
        Writer().Write(jvms, Format(json));
        Snapshot.Matches(snapshot, _stdout.ToString());
    }

    [Theory]
    [InlineData(false, "doctor")]
    [InlineData(true, "doctor-json")]
    public void A_doctors_report_shows_a_fix_once(bool json, string snapshot)
    {
        Writer().Write(Sample.Doctor, Format(json));
        Snapshot.Matches(snapshot, _stdout.ToString());
    }

    [Theory]
    [InlineData(true, "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[{")]
    [InlineData(false, "apiVersion: \"v1\"\nkind: \"ServiceAccount\"\nmetadata:\n")]
    public void Objects_that_would_be_made_are_manifests_in_the_form_asked_for(bool json, string begin)
    {
        var account = new V1ServiceAccount { ApiVersion = "v1", Kind = "ServiceAccount", Metadata = new V1ObjectMeta { Name = "jvmdebug-nightly" } };
        Writer().WriteManifests([account, account], Format(json));

        Assert.StartsWith(begin, _stdout.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_without_samples_says_why_that_may_be()
    {
        Writer().Write([("/tmp/idle.jfr", Sample.Summary with { EventCounts = [], HotMethods = [], Chunks = 1 })], OutputFormat.Text);
        Snapshot.Matches("summary-idle", _stdout.ToString());
    }

    [Fact]
    public void Summaries_as_json()
    {
        Writer().Write([("/tmp/a.jfr", Sample.Summary), ("/tmp/b.jfr", Sample.Summary)], OutputFormat.Json);

        using var json = JsonDocument.Parse(_stdout.ToString());
        Assert.Equal(1, json.RootElement.GetProperty("schemaVersion").GetInt32());
        Assert.Equal(["/tmp/a.jfr", "/tmp/b.jfr"], json.RootElement.GetProperty("recordings").EnumerateArray().Select(r => r.GetProperty("path").GetString()));
        var first = json.RootElement.GetProperty("recordings")[0];
        Assert.Equal(60.5, first.GetProperty("durationSeconds").GetDouble());
        Assert.Equal("2026-03-01T23:59:30.25Z", first.GetProperty("start").GetString());
    }

    [Theory]
    [InlineData(false, "\e[31mred\e[0m\n")]
    [InlineData(true, "\\u001b[31mred\\u001b[0m\n")]
    public void A_JVMs_words_are_as_they_are_in_a_pipe_and_harmless_on_a_terminal(bool terminal, string written)
    {
        Writer(terminal).Write(new JcmdResult(Sample.Container, Sample.Jvm, "\e[31mred\e[0m\n") { Origin = Sample.Origin("jcmd") }, OutputFormat.Text);
        Assert.Equal(written, _stdout.ToString());
    }

    [Fact]
    public void Json_carries_a_JVMs_words_exactly()
    {
        Writer().Write(new JcmdResult(Sample.Container, Sample.Jvm, "\e[31m\"ä\"\n") { Origin = Sample.Origin("jcmd") }, OutputFormat.Json);

        using var json = JsonDocument.Parse(_stdout.ToString());
        Assert.Equal("\e[31m\"ä\"\n", json.RootElement.GetProperty("output").GetString());
        Assert.Equal("cart-0", json.RootElement.GetProperty("jvm").GetProperty("pod").GetString());
        Assert.DoesNotContain('\e', _stdout.ToString());
    }

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public void Colour_is_for_terminals_that_want_it(bool terminal, bool noColour, bool coloured)
    {
        new ResultWriter(new AppConsole(_stdout, TextWriter.Null) { StdoutIsTerminal = terminal, NoColour = noColour }).Write(Sample.Capture, OutputFormat.Text);
        Assert.Equal(coloured, _stdout.ToString().Contains('\e', StringComparison.Ordinal));
    }

    [Fact]
    public void Names_from_the_pod_or_the_file_cannot_steer_the_terminal()
    {
        var hostile = Sample.Capture with
        {
            Jvm = Sample.Jvm with { MainClass = "a\e[2J[red]b" },
            Summary = Sample.Summary with { HotMethods = [new HotMethod("evil\r\e[A", 1, 1)] },
        };
        Writer().Write(hostile, OutputFormat.Text);
        Writer().Write([new ListedJvm(Sample.Container, hostile.Jvm)], OutputFormat.Text);

        Assert.DoesNotContain('\e', _stdout.ToString());
        Assert.Contains(@"a\u001b[2J[red]b", _stdout.ToString(), StringComparison.Ordinal);
        Assert.Contains(@"evil\u000d\u001b[A", _stdout.ToString(), StringComparison.Ordinal);
    }

    private static OutputFormat Format(bool json) => json ? OutputFormat.Json : OutputFormat.Text;

    private ResultWriter Writer(bool terminal = false) => new(new AppConsole(_stdout, TextWriter.Null) { StdoutIsTerminal = terminal, NoColour = true });
}
