using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics;
using JvmDebug.Diagnostics.Captures;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class JfrCaptureCommandTests
{
    [Fact(Timeout = 15000)]
    public async Task A_pod_alone_is_a_minute_with_the_default_settings_into_this_directory()
    {
        var request = await TestCli.RequestAsync<JfrCaptureRequest>("jfr capture cart-0");

        Assert.Equal(
            new JfrCaptureRequest { Target = new DebugTarget { Name = "cart-0" }, Duration = TimeSpan.FromSeconds(60), Settings = "default", Output = "." },
            request);
    }

    [Fact(Timeout = 15000)]
    public async Task Every_option_reaches_the_request()
    {
        var request = await TestCli.RequestAsync<JfrCaptureRequest>(
            "jfr capture deploy/cart --any -c app --pid 17 --image jdk:25 --image-pull-policy Never --idle-timeout 30s --duration 1m30s --settings profile --max-size 250M --output out/ --name Night-1.x");

        Assert.Equal(
            new JfrCaptureRequest
            {
                Target = new DebugTarget
                {
                    Name = "deploy/cart",
                    Any = true,
                    Container = "app",
                    Pid = 17,
                    Image = "jdk:25",
                    ImagePullPolicy = "Never",
                    IdleTimeout = TimeSpan.FromSeconds(30),
                },
                Duration = TimeSpan.FromSeconds(90),
                Settings = "profile",
                MaxSize = 250L << 20,
                Output = "out/",
                Name = "Night-1.x",
            },
            request);
    }

    [Theory(Timeout = 15000)]
    [InlineData("0", "duration")]
    [InlineData("0s", "duration")]
    [InlineData("-5s", "duration")]
    [InlineData("soon", "duration")]
    [InlineData("", "duration")]
    [InlineData("5", "Did you mean 5s?")]
    [InlineData("500ms", "at least 1 s")]
    [InlineData("8000h", "at most 7 days")]
    [InlineData("99999999999999999999h", "duration")]
    public Task A_duration_that_is_none_is_refused(string value, string says) => RefusedAsync("--duration", value, says);

    [Theory(Timeout = 15000)]
    [InlineData("big")]
    [InlineData("-1M")]
    [InlineData("0")]
    [InlineData("1K")]
    [InlineData("999999999999T")]
    public Task A_size_that_is_none_is_refused(string value) => RefusedAsync("--max-size", value, "is not a size");

    [Theory(Timeout = 15000)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("../x")]
    [InlineData("näme")]
    [InlineData("a=b,filename=/etc/passwd")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890")]
    public Task A_name_that_could_mean_more_than_a_name_is_refused(string value) => RefusedAsync("--name", value, "letters, digits");

    [Theory(Timeout = 15000)]
    [InlineData("/no-such-file.jfc", null, "no file that can be read")]
    [InlineData("own.jfc", "<html/>", "root element")]
    [InlineData("own.jfc", "<configuration><event></configuration>", "not a .jfc file")]
    [InlineData("own.jfc", "", "not a .jfc file")]
    [InlineData("own.jfc", "<!DOCTYPE configuration [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><configuration>&e;</configuration>", "not a .jfc file")]
    public async Task Settings_that_JFR_would_not_take_are_refused(string file, string? content, string says)
    {
        var path = content is null ? file : Path.Combine(Path.GetTempPath(), $"jvmdebug-{Guid.NewGuid():N}-{file}");
        try
        {
            if (content is not null)
            {
                await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
            }

            await RefusedAsync("--settings", path, says);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact(Timeout = 15000)]
    public async Task A_settings_file_is_taken_by_its_path()
    {
        var path = Path.Combine(Path.GetTempPath(), $"jvmdebug-{Guid.NewGuid():N}.jfc");
        await File.WriteAllTextAsync(path, "<?xml version=\"1.0\"?><configuration version=\"2.0\"/>", TestContext.Current.CancellationToken);
        try
        {
            Assert.Equal(path, (await TestCli.RequestAsync<JfrCaptureRequest>($"jfr capture cart-0 --settings {path}")).Settings);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task RefusedAsync(string option, string value, string says)
    {
        var run = await TestCli.OfAsync("jfr", "capture", "cart-0", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Stderr, StringComparison.Ordinal);
        Assert.Equal("", run.Stdout);
        Assert.False(run.Ran);
    }
}
