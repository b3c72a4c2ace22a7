using CliWrap;

namespace JvmDebug.TestCluster.Node.Containerd;

/// <summary>The containerd process and the shell that ends it when this program ends, however it ends.</summary>
internal sealed class ContainerdProcess
{
    // $1 configuration, $2 log, $3 pid file, $4 our cgroup. Standard input is a pipe this program holds open: its end
    // means that the program stopped or was killed. PR_SET_PDEATHSIG would not do: it fires when the thread that started
    // the child ends, and .NET's pool ends threads as it likes. Background commands get /dev/null as input, hence fd 3.
    private const string Supervise = """
        exec 3<&0
        containerd --config "$1" >>"$2" 2>&1 </dev/null 3<&- &
        child=$!
        echo "$child" >"$3"
        {
          cat <&3 >/dev/null
          find /sys/fs/cgroup -path "*$4/*" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -u | xargs -r kill -KILL 2>/dev/null
          kill -TERM "$child"
        } >/dev/null 2>&1 &
        wait "$child"
        """;

    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<CommandResult> _exit;

    private ContainerdProcess(NodePaths paths)
    {
        // setsid: Ctrl+C reaches the whole foreground process group, and containerd must outlive it to be cleaned up.
        _exit = Cli.Wrap(Tool.Find("setsid"))
            .WithArguments(["sh", "-c", Supervise, "containerd-supervisor", paths.ContainerdConfig, paths.ContainerdLog, paths.PidFile, paths.Cgroup])
            .WithEnvironmentVariables(e => e.Set("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"))
            .WithStandardInputPipe(PipeSource.Create((_, cancellationToken) => _stop.Task.WaitAsync(cancellationToken)))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync();
    }

    public bool HasExited => _exit.IsCompleted;

    public static ContainerdProcess Start(NodePaths paths) => new(paths);

    public async Task StopAsync(TimeSpan patience)
    {
        _stop.TrySetResult();
        await Task.WhenAny(_exit, Task.Delay(patience));
    }
}
