using System.IO.Pipes;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using JvmDebug.Cli.Tests.Support;
using Xunit;

namespace JvmDebug.Cli.Tests.Recordings;

/// <summary>What comes by a pipe can be read once, and a recording is read in several places.</summary>
[SupportedOSPlatform("linux")]
public sealed class PipedInputTests : IDisposable
{
    private const int Patience = 120_000;

    private readonly RecordingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = Patience)]
    [InlineData("summary PIPE -o json")]
    [InlineData("view gc PIPE -o json")]
    [InlineData("events PIPE --type jdk.GarbageCollection")]
    [InlineData("metadata PIPE")]
    [InlineData("export PIPE --format collapsed --output -")]
    [InlineData("diff PIPE FILE -o json")]
    [InlineData("diff FILE --baseline PIPE -o json")]
    public async Task A_recording_by_a_pipe_or_on_standard_input_is_read_as_one_in_a_file(string command)
    {
        var (file, recording) = (_folder.Copy("jdk17-g1"), RecordingFolder.Bytes("jdk17-g1"));
        string[] Words(string pipe) => ["jfr", .. command.Split(' ').Select(word => word switch { "PIPE" => pipe, "FILE" => file, _ => word })];
        var expected = await WiredCli.RunAsync(Words(file));

        var standard = await WiredCli.PipeAsync(recording, Words("-"));
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
        var name = $"/proc/self/fd/{pipe.GetClientHandleAsString()}";
        var writing = Task.Run(async () =>
        {
            await pipe.WriteAsync(recording, TestContext.Current.CancellationToken);
            pipe.DisposeLocalCopyOfClientHandle();
            await pipe.DisposeAsync();
        }, TestContext.Current.CancellationToken);
        var piped = await WiredCli.RunAsync(Words(name));
        await writing;

        Assert.Equal((0, 0, 0), (expected.Code, standard.Code, piped.Code));
        Assert.Equal(expected.Stdout, standard.Stdout.Replace("\"-\"", $"\"{file}\"", StringComparison.Ordinal));
        Assert.Equal(expected.Stdout, piped.Stdout.Replace(name, file, StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task A_report_of_standard_input_is_named_after_it()
    {
        var (code, stdout, _) = await WiredCli.PipeAsync(RecordingFolder.Bytes("jdk17"), "jfr", "report", "-", "--output", _folder.FullName);

        Assert.Equal(0, code);
        Assert.StartsWith(Path.Combine(_folder.FullName, "stdin-report.html"), stdout, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_piped_and_no_recording_is_said_to_be_none()
    {
        var (code, stdout, stderr) = await WiredCli.PipeAsync(new byte[100], "jfr", "view", "gc", "-");

        Assert.Equal((6, "", "error: -: Not a JFR recording (at byte 0)"), (code, stdout, stderr.TrimEnd()));
    }

    [Theory(Timeout = Patience)]
    [InlineData("jfr", "summary", "-")]
    [InlineData("threads", "analyze", "-")]
    public async Task Nobody_has_to_wait_for_a_pipe_that_nobody_writes_to(params string[] args)
    {
        await using var silent = new AnonymousPipeServerStream(PipeDirection.Out);
        await using var reader = new AnonymousPipeClientStream(PipeDirection.In, silent.ClientSafePipeHandle);
        using var termination = new Termination();
        try
        {
            // Not in this thread, which a failure would hold up; and before the program's own deadline ends the process.
            Assert.Equal((int)ExitCode.Cancelled, await Task.Run(() => InterruptedAsync(args, reader, termination), TestContext.Current.CancellationToken)
                .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        }
        finally
        {
            // .NET closes no pipe that is being read.
            await silent.DisposeAsync();
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Thread_dumps_come_on_standard_input_as_well()
    {
        var dump = """
            2026-03-01 12:00:00
            Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):

            "main" #1 prio=5 os_prio=0 cpu=10.00ms elapsed=5.00s tid=0x00007f0000000000 nid=0x1 runnable  [0x00007f0000001000]
               java.lang.Thread.State: RUNNABLE
            	at demo.Main.main(Main.java:5)

            "VM Thread" os_prio=0 cpu=1.00ms elapsed=5.00s tid=0x00007f0000000001 nid=0x2 runnable

            JNI global refs: 15, weak refs: 0

            """u8.ToArray();

        var (code, stdout, stderr) = await WiredCli.PipeAsync(dump, "threads", "analyze", "-", "-o", "json");

        Assert.True(code == 0, stderr);
        Assert.Equal("-", JsonNode.Parse(stdout)!["files"]![0]!["path"]!.GetValue<string>());
    }

    /// <summary>With a Ctrl+C when standard input is asked for.</summary>
    private static async Task<int> InterruptedAsync(string[] args, Stream stdin, Termination termination)
    {
        using StringWriter stdout = new(), stderr = new();
        var console = new AppConsole(stdout, stderr)
        {
            Stdin = () =>
            {
                termination.Cancel(ExitCode.Cancelled);
                return stdin;
            },
        };
        return await Application.RunAsync(args, console, CompositionRoot.Wire(console, null), termination);
    }
}
