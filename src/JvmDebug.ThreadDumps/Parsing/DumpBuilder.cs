namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>A dump while its lines come in.</summary>
internal sealed class DumpBuilder(InternPool pool, string source, int number, DumpFormat format)
{
    private readonly List<DumpedThread> _threads = [];
    private ThreadBuilder? _current;

    public DumpFormat Format => format;

    public string? Time { get; set; }

    public string? Vm { get; set; }

    public long? ProcessId { get; set; }

    public bool HasSynchronizers { get; set; }

    public bool SawEnd { get; set; }

    public List<List<string>> Deadlocks { get; } = [];

    public int Threads => _threads.Count + (_current is null ? 0 : 1);

    public ThreadBuilder? Current => _current;

    public ThreadBuilder Begin()
    {
        EndThread();
        return _current = new ThreadBuilder(pool);
    }

    public void EndThread()
    {
        if (_current is { } thread)
        {
            _threads.Add(thread.Build());
            _current = null;
        }
    }

    public ThreadDump Build()
    {
        EndThread();
        return new ThreadDump
        {
            Source = source,
            Number = number,
            Format = format,
            Time = Time,
            Vm = Vm,
            ProcessId = ProcessId,
            Threads = _threads,
            ReportedDeadlocks = Deadlocks,
            HasSynchronizers = HasSynchronizers,
            IsWhole = SawEnd,
        };
    }
}
