using CliWrap;
using CliWrap.Buffered;
using JvmDebug.Diagnostics.Scripts;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Scripts;

/// <summary>places.sh in a real shell; how much room there is where is the test's to say.</summary>
public class PlacesScriptTests
{
    [Theory(Timeout = 15000)]
    [InlineData("/tmp=600000 /dev/shm=900000", "/tmp")]
    [InlineData("/tmp=4096 /dev/shm=65536", "/dev/shm")]
    [InlineData("/tmp=100000 /dev/shm=65536", "/tmp")]
    [InlineData("/tmp=100000 /scratch=200000 /dev/shm=65536", "/scratch")]
    [InlineData("/scratch=200000", "/scratch")]
    [InlineData("", "/tmp")]
    public async Task Tmp_is_taken_where_it_has_room_and_else_the_roomiest_place(string rooms, string place)
    {
        var known = string.Concat(rooms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(room => $"*root{room.Split('=')[0]}) echo {room.Split('=')[1]} ;; "));
        var command = "J_PID=7; java_tmpdir() { echo /scratch; }; "
            + $"room_kb() {{ case $1 in {known} *) echo 0 ;; esac; }}; can_write() {{ true; }}; choose_place; echo \"$PLACE $PLACE_HERE\"";

        Assert.Equal($"{place} /proc/7/root{place}", await RunAsync(command));
    }

    [Theory(Timeout = 15000)]
    [InlineData("java -Djava.io.tmpdir=/scratch/a-b_c.d demo.Busy", "/scratch/a-b_c.d")]
    [InlineData("java -Djava.io.tmpdir=/one -Djava.io.tmpdir=/two demo.Busy", "/two")]
    [InlineData("java -Djava.io.tmpdir=relative demo.Busy", "")]
    [InlineData("java -Djava.io.tmpdir=/a/../../etc demo.Busy", "")]
    [InlineData("java -Djava.io.tmpdir=/a;reboot demo.Busy", "")]
    [InlineData("java -Djava.io.tmpdir=/$(id) demo.Busy", "")]
    [InlineData("java demo.Busy", "")]
    public async Task The_JVMs_own_temporary_directory_is_read_from_its_options(string commandLine, string directory)
    {
        // The process is this very shell's child, under another command line; until it has that it is a copy of the shell.
        var arguments = string.Join(' ', commandLine.Split(' ').Skip(1).Select(word => $"'{word}'"));
        var command = $"sh -c 'sleep 5; true' java {arguments} > /dev/null 2>&1 & J_PID=$!; while ! tr '\\000' '\\n' < /proc/$J_PID/cmdline | grep -qx java; do :; done; java_tmpdir; kill $J_PID";

        Assert.Equal(directory, await RunAsync(command));
    }

    private static async Task<string> RunAsync(string command)
    {
        var script = $"JVMDEBUG_WAY=beside JVMDEBUG_MEMORY=-\n{PodScript.Read("common")}\n{PodScript.Read("attach")}\n{PodScript.Read("places")}\n{command}";
        var said = new List<string>();
        foreach (var (shell, applet) in new[] { ("sh", Array.Empty<string>()), ("busybox", ["sh"]) })
        {
            var result = await Cli.Wrap(shell).WithArguments([.. applet, "-c", script]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
            Assert.Equal("", result.StandardError);
            said.Add(result.StandardOutput.Trim());
        }

        return Assert.Single(said.Distinct());
    }
}
