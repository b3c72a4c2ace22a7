using JvmDebug.Kubernetes;
using JvmDebug.Kubernetes.Exec;

namespace JvmDebug.Diagnostics.Tests.Captures;

/// <summary>A debug container whose script answers as a test says; a connection can break at the end of an answer.</summary>
internal sealed class FakeDebugContainer : IExec
{
    // sh -c LAUNCHER jvmdebug LENGTH WAY MEMORY OPERATION ARGUMENTS
    private const int OperationAt = 7;

    private readonly Dictionary<string, Queue<Func<string[], Answer>>> _answers = [];
    private List<byte> _input = [];

    /// <summary>Operations in the order they were asked for.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What the operation before the last got on standard input, the script included.</summary>
    public IReadOnlyList<byte> Previous { get; private set; } = [];

    /// <summary>The next answer to an operation; the last one answers for ever.</summary>
    public FakeDebugContainer Answers(string operation, Func<string[], Answer> answer)
    {
        if (!_answers.TryGetValue(operation, out var queue))
        {
            _answers[operation] = queue = new Queue<Func<string[], Answer>>();
        }

        queue.Enqueue(answer);
        return this;
    }

    public Task<IExecSession> StartAsync(ContainerRef container, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var operation = command[OperationAt];
        Asked.Add(operation);
        (Previous, _input) = (_input, []);
        var queue = _answers[operation];
        var answer = queue.Count > 1 ? queue.Dequeue() : queue.Peek();
        return Task.FromResult<IExecSession>(new Session(answer([.. command.Skip(OperationAt + 1)]), _input));
    }

    private sealed class Session(Answer answer, List<byte> input) : IExecSession
    {
        public Stream Stdout { get; } = new Output(answer);

        public ValueTask WriteStdinAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        {
            input.AddRange(data.Span);
            return ValueTask.CompletedTask;
        }

        public ValueTask CloseStdinAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public Task<ExecResult> WaitAsync(CancellationToken cancellationToken) => Task.FromResult(new ExecResult(answer.ExitCode, ""));

        public async ValueTask DisposeAsync() => await Stdout.DisposeAsync();
    }

    private sealed class Output(Answer answer) : PullStream
    {
        private int _position;
        private int _repeated;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(buffer.Length, answer.Bytes.Length - _position);
            if (count == 0 && answer.Breaks)
            {
                throw new ClusterException(ClusterFailure.ConnectionLost, "The connection broke.");
            }

            if (count == 0)
            {
                await Task.Delay(answer.Lingers, cancellationToken);
            }

            if (count == 0 && answer.Hangs)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            // No machine minds this much, where what should refuse it does not.
            if (count == 0 && answer.Forever is { } more && _repeated < 200 << 20)
            {
                more.CopyTo(buffer.Span);
                _repeated += more.Length;
                return more.Length;
            }

            answer.Bytes.AsSpan(_position, count).CopyTo(buffer.Span);
            _position += count;
            return count;
        }
    }
}

/// <param name="Breaks">Whether the connection breaks behind the bytes.</param>
/// <param name="Hangs">Whether nothing more comes and the exec does not end.</param>
internal sealed record Answer(byte[] Bytes, bool Breaks = false, bool Hangs = false, int ExitCode = 0)
{
    /// <summary>Between the last byte and the end of the exec.</summary>
    public TimeSpan Lingers { get; init; }

    /// <summary>What comes behind the bytes, again and again; a kilobyte at most. Null if nothing does.</summary>
    public byte[]? Forever { get; init; }

    public static Answer Lines(params string[] lines) => new(System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))));
}
