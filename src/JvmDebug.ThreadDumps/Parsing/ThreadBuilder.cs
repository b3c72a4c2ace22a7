namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>A thread while its lines come in.</summary>
internal sealed class ThreadBuilder(InternPool pool)
{
    // A stack of a million frames is no stack; JVMs print at most MaxJavaStackTraceDepth (1024 by default) in exceptions, more here.
    private const int MostFrames = 16_384;

    private readonly List<string> _frames = [];
    private readonly List<ThreadLock> _locks = [];

    public string Name { get; set; } = "";

    public long? Id { get; set; }

    public long? NativeId { get; set; }

    public string? Address { get; set; }

    public bool IsDaemon { get; set; }

    public bool IsVirtual { get; set; }

    public bool IsOfVm { get; set; }

    public JavaThreadState State { get; set; }

    public TimeSpan? Cpu { get; set; }

    public TimeSpan? Elapsed { get; set; }

    public long? Carries { get; set; }

    public long? Carrier { get; set; }

    public string? Container { get; set; }

    public int Depth => Math.Max(0, _frames.Count - 1);

    public void Add(string frame)
    {
        if (_frames.Count < MostFrames)
        {
            _frames.Add(frame);
        }
    }

    public void Add(ThreadLock use)
    {
        if (_locks.Count < MostFrames)
        {
            _locks.Add(use);
        }
    }

    public DumpedThread Build()
    {
        DropGivenBack();
        return new DumpedThread
        {
            Name = Name,
            Id = Id,
            NativeId = NativeId,
            Address = Address,
            IsDaemon = IsDaemon,
            IsVirtual = IsVirtual || _frames.Count > 0 && _frames[^1].Contains("java.lang.VirtualThread.run", StringComparison.Ordinal),
            IsOfVm = IsOfVm,
            State = State,
            Cpu = Cpu,
            Elapsed = Elapsed,
            Carries = Carries,
            Carrier = Carrier,
            Container = Container,
            Stack = pool.Stack(_frames),
            Locks = _locks.Count == 0 ? [] : _locks.ToArray(),
        };
    }

    // In Object.wait a thread has given the monitor back, yet the frame that entered it still says "locked".
    private void DropGivenBack()
    {
        foreach (var wait in _locks.Where(use => use.Use is LockUse.WaitsForNotify or LockUse.Reenters or LockUse.BlockedOn && use.Lock is not null).ToList())
        {
            _locks.RemoveAll(use => use.Use == LockUse.Holds && use.Lock == wait.Lock);
        }

        // JDK 9 to 11 say "waiting to re-lock" of every thread in Object.wait; only one that is BLOCKED was notified.
        for (var i = 0; i < _locks.Count; i++)
        {
            if (_locks[i].Use == LockUse.Reenters && State != JavaThreadState.Blocked)
            {
                _locks[i] = _locks[i] with { Use = LockUse.WaitsForNotify };
            }
        }
    }
}
