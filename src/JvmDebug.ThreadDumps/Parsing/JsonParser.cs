using System.Buffers.Text;
using System.Text.Json;

namespace JvmDebug.ThreadDumps.Parsing;

/// <summary>
/// <c>Thread.dump_to_file -format=json</c>, as a stream: the whole of it is never in memory.
/// </summary>
/// <remarks>
/// <code>
/// {"threadDump":{"processId":"48390","time":"...","runtimeVersion":"...","threadContainers":[
///   {"container":"&lt;root>","parent":null,"owner":null,"threadCount":"8","threads":[
///     {"tid":"36","name":"","stack":["java.base\/java.lang.Thread.sleep0(Native Method)"],
///      25 and later: "time":"...","state":"WAITING","virtual":true,"carrier":"30",
///      "parkBlocker":{"object":"cls@hash","owner":"31"},"blockedOn":"cls@hash","waitingOn":"cls@hash",
///      "monitorsOwned":[{"depth":2,"locks":["cls@hash",null]}]}]}]}}
/// </code>
/// Numbers are strings up to 25; the schema allows both.
/// </remarks>
internal sealed class JsonParser(InternPool pool, string source, Action<ThreadDump> found)
{
    private readonly List<Node> _open = [];
    private Node _property;
    private DumpBuilder? _dump;
    private int _number;
    private string _container = "";
    private long _counted;
    private long _listed;
    private string? _blocker;
    private long? _blockerOwner;
    private long _depth;
    private byte[] _unescaped = new byte[1024];

    private enum Node : byte
    {
        Other, ThreadDump, ProcessId, Time, RuntimeVersion, ThreadContainers, Container, ThreadCount, Threads, Thread, Tid, Name,
        State, Virtual, Carrier, Stack, ParkBlocker, Object, Owner, BlockedOn, WaitingOn, MonitorsOwned, Monitor, Depth, Locks,
    }

    public List<string> Problems { get; } = [];

    public void Read(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[256 * 1024];
        var (length, atEnd) = (0, false);
        var state = new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true, AllowTrailingCommas = true, MaxDepth = 64 });
        try
        {
            while (!atEnd)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }

                var read = stream.Read(buffer, length, buffer.Length - length);
                atEnd = read == 0;
                length += read;
                Bytes += read;
                var reader = new Utf8JsonReader(buffer.AsSpan(0, length), atEnd, state);
                while (reader.Read())
                {
                    Token(ref reader);
                }

                state = reader.CurrentState;
                var used = (int)reader.BytesConsumed;
                Buffer.BlockCopy(buffer, used, buffer, 0, length - used);
                length -= used;
            }
        }
        catch (JsonException e)
        {
            Problems.Add(_open.Count > 0 && atEnd
                ? $"Dump {Math.Max(1, _number)} is cut off: it ends in the middle of its threads, after {_dump?.Threads ?? 0}."
                : $"Dump {Math.Max(1, _number)} is damaged at line {e.LineNumber + 1}: what stands before was read ({_dump?.Threads ?? 0} threads).");
        }

        Finish(whole: false);
    }

    /// <summary>Read so far.</summary>
    public long Bytes { get; private set; }

    private static Node NodeOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("tid"u8) ? Node.Tid
        : reader.ValueTextEquals("name"u8) ? Node.Name
        : reader.ValueTextEquals("stack"u8) ? Node.Stack
        : reader.ValueTextEquals("state"u8) ? Node.State
        : reader.ValueTextEquals("virtual"u8) ? Node.Virtual
        : reader.ValueTextEquals("time"u8) ? Node.Time
        : reader.ValueTextEquals("carrier"u8) ? Node.Carrier
        : reader.ValueTextEquals("parkBlocker"u8) ? Node.ParkBlocker
        : reader.ValueTextEquals("object"u8) ? Node.Object
        : reader.ValueTextEquals("owner"u8) ? Node.Owner
        : reader.ValueTextEquals("blockedOn"u8) ? Node.BlockedOn
        : reader.ValueTextEquals("waitingOn"u8) ? Node.WaitingOn
        : reader.ValueTextEquals("monitorsOwned"u8) ? Node.MonitorsOwned
        : reader.ValueTextEquals("depth"u8) ? Node.Depth
        : reader.ValueTextEquals("locks"u8) ? Node.Locks
        : reader.ValueTextEquals("container"u8) ? Node.Container
        : reader.ValueTextEquals("threadCount"u8) ? Node.ThreadCount
        : reader.ValueTextEquals("threads"u8) ? Node.Threads
        : reader.ValueTextEquals("threadContainers"u8) ? Node.ThreadContainers
        : reader.ValueTextEquals("threadDump"u8) ? Node.ThreadDump
        : reader.ValueTextEquals("processId"u8) ? Node.ProcessId
        : reader.ValueTextEquals("runtimeVersion"u8) ? Node.RuntimeVersion
        : Node.Other;

    private void Token(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _property = NodeOf(ref reader);
                break;
            case JsonTokenType.StartObject:
                _open.Add(Entered());
                break;
            case JsonTokenType.StartArray:
                _open.Add(_property);
                break;
            case JsonTokenType.EndObject:
            case JsonTokenType.EndArray:
                Left(_open[^1]);
                _open.RemoveAt(_open.Count - 1);
                _property = Node.Other;
                break;
            case JsonTokenType.True:
                if (_property == Node.Virtual && Inside == Node.Thread)
                {
                    _dump!.Current!.IsVirtual = true;
                }

                break;
            case JsonTokenType.String:
            case JsonTokenType.Number:
                Value(ref reader);
                break;
        }
    }

    private Node Inside => _open.Count > 0 ? _open[^1] : Node.Other;

    private Node Entered()
    {
        switch (Inside)
        {
            case Node.Threads when _dump is not null:
                var thread = _dump.Begin();
                thread.Container = _container;
                _listed++;
                return Node.Thread;
            case Node.ThreadContainers:
                (_container, _counted, _listed) = ("", 0, 0);
                return Node.Container;
            case Node.MonitorsOwned:
                _depth = 0;
                return Node.Monitor;
            case Node.Other when _property == Node.ThreadDump:
                Finish(whole: false);
                _dump = new DumpBuilder(pool, source, ++_number, DumpFormat.FileJson);
                return Node.ThreadDump;
            default:
                return _property;
        }
    }

    private void Left(Node node)
    {
        if (_dump is null)
        {
            return;
        }

        switch (node)
        {
            case Node.ParkBlocker when Inside == node && _dump.Current is { } parked:
                _dump.HasSynchronizers |= _blockerOwner is not null;
                parked.Add(new ThreadLock(LockUse.ParksFor, _blocker, ClassOf(_blocker), 0, _blockerOwner));
                (_blocker, _blockerOwner) = (null, null);
                break;
            case Node.Thread:
                Complete(_dump.Current);
                _dump.EndThread();
                break;
            case Node.Container when _counted > _listed:
                Problems.Add($"Dump {_number}: the container {_container} has {_counted} threads and lists {_listed}; the JVM does not track the others (jdk.trackAllThreads=false).");
                break;
            case Node.ThreadDump:
                Finish(whole: true);
                break;
        }
    }

    // Before JDK 25 nothing tells a virtual thread; one that never ran has neither name nor frames.
    private static void Complete(ThreadBuilder? thread)
    {
        if (thread is { IsVirtual: false, State: JavaThreadState.Unknown } && thread.Depth == 0
            && (thread.Name.Length == 0 || thread.Container?.Contains("ThreadPerTaskExecutor", StringComparison.Ordinal) == true))
        {
            thread.IsVirtual = true;
        }
    }

    private void Value(ref Utf8JsonReader reader)
    {
        if (_dump is null)
        {
            return;
        }

        var value = reader.ValueIsEscaped ? Unescaped(ref reader) : reader.ValueSpan;
        switch (Inside)
        {
            case Node.Stack:
                _dump.Current?.Add(pool.Frame(value));
                break;
            case Node.Locks:
                var held = pool.Text(value);
                _dump.Current?.Add(new ThreadLock(LockUse.Holds, held, ClassOf(held), (int)Math.Clamp(_depth, 0, int.MaxValue)));
                break;
            case Node.Thread when _dump.Current is { } thread:
                OfThread(thread, value);
                break;
            case Node.ParkBlocker when _property == Node.Object:
                _blocker = pool.Text(value);
                break;
            case Node.ParkBlocker when _property == Node.Owner:
                _blockerOwner = Number(value);
                break;
            case Node.Monitor when _property == Node.Depth:
                _depth = Number(value) ?? 0;
                break;
            case Node.Container when _property == Node.Container:
                _container = pool.Text(value);
                break;
            case Node.Container when _property == Node.ThreadCount:
                _counted = Number(value) ?? 0;
                break;
            case Node.ThreadDump:
                OfDump(value);
                break;
        }
    }

    private void OfDump(ReadOnlySpan<byte> value)
    {
        switch (_property)
        {
            case Node.ProcessId:
                _dump!.ProcessId = Number(value);
                break;
            case Node.Time:
                _dump!.Time = pool.Text(value);
                break;
            case Node.RuntimeVersion:
                _dump!.Vm = pool.Text(value);
                break;
        }
    }

    private void OfThread(ThreadBuilder thread, ReadOnlySpan<byte> value)
    {
        switch (_property)
        {
            case Node.Tid:
                thread.Id = Number(value);
                break;
            case Node.Name:
                thread.Name = pool.Text(value);
                break;
            case Node.Carrier:
                thread.Carrier = Number(value);
                break;
            case Node.State:
                thread.State = TextParser.StateOf(value);
                break;
            case Node.BlockedOn:
                thread.Add(Lock(LockUse.BlockedOn, value));
                break;
            case Node.WaitingOn:
                thread.Add(Lock(LockUse.WaitsForNotify, value));
                break;
        }
    }

    private ThreadLock Lock(LockUse use, ReadOnlySpan<byte> value)
    {
        var identity = pool.Text(value);
        return new ThreadLock(use, identity, ClassOf(identity), 0);
    }

    private static string ClassOf(string? identity) => identity?.LastIndexOf('@') is > 0 and var at ? identity[..at] : identity ?? "";

    private static long? Number(ReadOnlySpan<byte> value) => Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length ? number : null;

    // Every slash is escaped, so nearly every frame comes this way.
    private ReadOnlySpan<byte> Unescaped(ref Utf8JsonReader reader)
    {
        if (_unescaped.Length < reader.ValueSpan.Length)
        {
            _unescaped = new byte[2 * reader.ValueSpan.Length];
        }

        try
        {
            return _unescaped.AsSpan(0, reader.CopyString(_unescaped));
        }
        catch (InvalidOperationException)
        {
            // Not UTF-8; the bytes as they are are better than none.
            return reader.ValueSpan;
        }
    }

    private void Finish(bool whole)
    {
        if (_dump is { } dump)
        {
            _dump = null;
            dump.SawEnd = whole;
            found(dump.Build());
        }
    }
}
