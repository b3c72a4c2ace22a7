using System.Text;
using JvmDebug.Cli.Output;
using JvmDebug.Cli.SelfTrace;
using Xunit;

namespace JvmDebug.Cli.Tests;

public sealed class SelfTracingTests
{
    [Fact(Timeout = 30000)]
    public async Task The_stages_are_in_the_trace()
    {
        var path = Path.Combine(Path.GetTempPath(), $"jvmdebug-{Guid.NewGuid():N}.nettrace");
        using var stderr = new StringWriter();
        try
        {
            await using (await SelfTracing.StartAsync(path, stderr))
            {
                using var progress = new TracedProgress(new WarningsOnly(stderr));
                progress.Stage("Looking for the pod");
            }

            var trace = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal("", stderr.ToString());
            Assert.StartsWith("Nettrace", Encoding.ASCII.GetString(trace[..8]), StringComparison.Ordinal);
            Assert.True(trace.AsSpan().IndexOf(Encoding.Unicode.GetBytes("Looking for the pod")) > 0, "The stage's description is not in the trace.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact(Timeout = 30000)]
    public async Task A_trace_that_cannot_be_written_is_a_warning()
    {
        using var stderr = new StringWriter();
        Assert.Null(await SelfTracing.StartAsync("/no/such/directory/x.nettrace", stderr));
        Assert.StartsWith("warning: ", stderr.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 30000)]
    public async Task Nothing_is_traced_unasked()
    {
        using var stderr = new StringWriter();
        Assert.Null(await SelfTracing.StartAsync(null, stderr));
        Assert.Equal("", stderr.ToString());
    }
}
