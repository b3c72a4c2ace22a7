using System.IO.Pipelines;
using System.Text;
using CliWrap;
using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Diagnostics.Local;

/// <summary>One command of this machine. The pipes hold little, so that a slow reader slows the command down.</summary>
internal sealed class LocalExecSession : IExecSession
{
    private const int StderrLimit = 64 * 1024;

    private readonly Pipe _stdin = new();
    private readonly Pipe _stdout = new();
    private readonly StringBuilder _stderr = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly Task<int> _ended;

    public LocalExecSession(IReadOnlyList<string> command)
    {
        Stdout = _stdout.Reader.AsStream();
        _ended = RunAsync(command);
    }

    public Stream Stdout { get; }

    public async ValueTask WriteStdinAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        // Completed when the command has ended: as with a connection, the next read tells.
        await _stdin.Writer.WriteAsync(data, cancellationToken);
    }

    public ValueTask CloseStdinAsync(CancellationToken cancellationToken) => _stdin.Writer.CompleteAsync();

    public async Task<ExecResult> WaitAsync(CancellationToken cancellationToken)
    {
        await Stdout.CopyToAsync(Stream.Null, cancellationToken);
        var exitCode = await _ended.WaitAsync(cancellationToken);
        lock (_stderr)
        {
            return new ExecResult(exitCode, _stderr.ToString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _kill.CancelAsync();
        await _stdin.Writer.CompleteAsync();
        await _stdout.Reader.CompleteAsync();
        try
        {
            await _ended;
        }
        catch (Exception e) when (e is OperationCanceledException or ClusterException)
        {
            // Killed by us, or never started, which a read has told.
        }

        _kill.Dispose();
    }

    private async Task<int> RunAsync(IReadOnlyList<string> command)
    {
        try
        {
            var result = await CliWrap.Cli.Wrap(command[0])
                .WithArguments(command.Skip(1))
                .WithStandardInputPipe(PipeSource.FromStream(_stdin.Reader.AsStream(), autoFlush: true))
                .WithStandardOutputPipe(PipeTarget.ToStream(_stdout.Writer.AsStream(leaveOpen: true), autoFlush: true))
                .WithStandardErrorPipe(PipeTarget.ToDelegate(AppendStderr))
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(_kill.Token);
            await _stdout.Writer.CompleteAsync();
            return result.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            var failure = new ClusterException(ClusterFailure.ExecRefused, $"'{command[0]}' could not be run on this machine: {e.Message}", e);
            await _stdout.Writer.CompleteAsync(failure);
            throw failure;
        }
        catch (Exception e)
        {
            await _stdout.Writer.CompleteAsync(e);
            throw;
        }
    }

    private void AppendStderr(string line)
    {
        lock (_stderr)
        {
            if (_stderr.Length < StderrLimit)
            {
                _stderr.AppendLine(line);
            }
        }
    }
}
