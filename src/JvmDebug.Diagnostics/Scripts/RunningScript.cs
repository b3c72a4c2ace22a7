using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Diagnostics.Scripts;

/// <summary>A script that has answered its first lines and may go on with bytes.</summary>
internal sealed class RunningScript(IExecSession exec) : IAsyncDisposable
{
    public IExecSession Exec { get; } = exec;

    public ReplyStream Stream { get; } = new(exec.Stdout);

    public ScriptReply Reply { get; private set; } = new();

    /// <param name="input">For the script, when it asks for it.</param>
    public async Task ReadReplyAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken) =>
        Reply = await ScriptReply.ReadAsync(Stream, () => Exec.WriteStdinAsync(input, cancellationToken), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        await Exec.DisposeAsync();
    }
}
