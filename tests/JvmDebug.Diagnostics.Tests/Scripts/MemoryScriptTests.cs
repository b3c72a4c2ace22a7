using System.Globalization;
using CliWrap;
using CliWrap.Buffered;
using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Scripts;

/// <summary>memory.sh in a real shell, on the files that the kernel shows of a control group.</summary>
public sealed class MemoryScriptTests : IDisposable
{
    private const long MiB = 1 << 20;

    private readonly string _root = Directory.CreateTempSubdirectory("jvmdebug-cgroup-").FullName;

    [Fact(Timeout = 15000)]
    public async Task Cached_files_count_as_free_in_version_2()
    {
        Write("memory.max", 200 * MiB);
        Write("memory.current", 150 * MiB);
        Write("memory.stat", $"anon 1\ninactive_file {30 * MiB}\nactive_file 7\n");

        Assert.Equal("81920", await RunAsync("memory_left_kb \"$1\""));
    }

    [Fact(Timeout = 15000)]
    public async Task Cached_files_count_as_free_in_version_1()
    {
        Write("memory/memory.limit_in_bytes", 200 * MiB);
        Write("memory/memory.usage_in_bytes", 150 * MiB);
        Write("memory/memory.stat", $"inactive_file 1\ntotal_inactive_file {30 * MiB}\n");

        Assert.Equal("81920", await RunAsync("memory_left_kb \"$1\""));
    }

    [Theory(Timeout = 15000)]
    [InlineData("memory.max", "max")]
    [InlineData("memory/memory.limit_in_bytes", "9223372036854771712")]
    [InlineData("other", "1")]
    public async Task Without_a_limit_nothing_is_said(string file, string content)
    {
        Write(file, content);
        foreach (var name in new[] { "memory.current", "memory.stat", "memory/memory.usage_in_bytes", "memory/memory.stat" })
        {
            Write(name, "0");
        }

        Assert.Equal("", await RunAsync("memory_left_kb \"$1\""));
    }

    [Theory(Timeout = 15000)]
    [InlineData("check", "jcmd", "40000", "error no-memory jcmd 46080 40000")]
    [InlineData("check", "/opt/java/bin/jcmd", "40000", "error no-memory jcmd 46080 40000")]
    [InlineData("check", "jattach", "40000", "")]
    [InlineData("check", "perl", "5000", "error no-memory perl 6144 5000")]
    [InlineData("check", "jcmd", "46080", "")]
    [InlineData("check", "jcmd", "", "")]
    [InlineData("-", "jcmd", "40000", "")]
    public async Task A_tool_that_does_not_fit_is_not_started(string memory, string tool, string left, string says) =>
        Assert.Equal(says, await RunAsync($"J_PID=1; memory_left_kb() {{ printf '%s' '{left}'; }}; check_memory {tool}", memory));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Write(string name, long value) => Write(name, value.ToString(CultureInfo.InvariantCulture));

    private void Write(string name, string content)
    {
        var path = Path.Combine(_root, "sys", "fs", "cgroup", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content + "\n");
    }

    private async Task<string> RunAsync(string command, string memory = "check")
    {
        var script = $"JVMDEBUG_WAY=beside JVMDEBUG_MEMORY={memory}\n{PodScript.Read("common")}\n{PodScript.Read("memory")}\n{command}";
        var result = await Cli.Wrap("sh").WithArguments(["-c", script, "test", _root]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", result.StandardError);
        return result.StandardOutput.Trim();
    }
}
