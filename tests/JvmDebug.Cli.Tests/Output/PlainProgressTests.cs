using JvmDebug.Cli.Output;
using Xunit;

namespace JvmDebug.Cli.Tests.Output;

public class PlainProgressTests
{
    [Fact]
    public void A_log_gets_a_line_a_stage_and_no_flood_of_updates()
    {
        using var stderr = new StringWriter();
        using (var progress = new PlainProgress(stderr))
        {
            progress.Stage("Recording for 5 s");
            for (var i = 0; i < 1000; i++)
            {
                progress.Waiting(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
                progress.Transfer(i, 1000);
            }

            progress.Warning("careful\u001b[2J");
        }

        Assert.Equal(["Recording for 5 s", "warning: careful\\u001b[2J"], stderr.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Quiet_leaves_warnings_alone()
    {
        using var stderr = new StringWriter();
        using (var progress = new WarningsOnly(stderr))
        {
            progress.Stage("Recording for 5 s");
            progress.Note("a fact");
            progress.Warning("careful");
        }

        Assert.Equal("warning: careful" + Environment.NewLine, stderr.ToString());
    }
}
