using JvmDebug.Diagnostics.Captures;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Captures;

public sealed class DumpedFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("jvmdebug-dumped-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Dump => Path.Combine(_directory, "x.threads.txt");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact(Timeout = 30000)]
    public async Task A_dump_without_end_does_not_fill_the_disk()
    {
        await using (var file = DumpedFile.Create(Dump, largest: 100_000))
        {
            var failure = await Assert.ThrowsAsync<JvmException>(async () =>
            {
                for (var line = 0; line < 10_000; line++)
                {
                    await file.AppendAsync("\"main\" #1 prio=5 os_prio=0"u8.ToArray(), Token);
                }
            });

            Assert.Equal(JvmFailure.JcmdFailed, failure.Reason);
            Assert.InRange(new FileInfo(Directory.GetFiles(_directory).Single()).Length, 1, 100_000);
        }

        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact(Timeout = 30000)]
    public async Task A_dump_that_another_command_wrote_meanwhile_is_left_alone()
    {
        await using (var file = DumpedFile.Create(Dump))
        {
            await file.AppendAsync("ours"u8.ToArray(), Token);
            await file.AppendAsync("exit-status 0"u8.ToArray(), Token);
            await File.WriteAllTextAsync(Dump, "theirs", Token);

            Assert.Equal(0, file.ExitStatus);
            var failure = await Assert.ThrowsAsync<JvmException>(file.KeepAsync);

            Assert.Equal((JvmFailure.LocalFile, $"{Dump} exists by now; name another --output."), (failure.Reason, failure.Message));
        }

        Assert.Equal("theirs", await File.ReadAllTextAsync(Dump, Token));
        Assert.Equal([Dump], Directory.GetFiles(_directory));
    }
}
