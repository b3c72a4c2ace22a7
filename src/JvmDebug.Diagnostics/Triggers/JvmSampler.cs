using System.Collections.Concurrent;
using JvmDebug.Diagnostics.Captures;
using JvmDebug.Diagnostics.Jcmd;
using JvmDebug.Diagnostics.Scripts;
using JvmDebug.Kubernetes;
using k8s.Models;

namespace JvmDebug.Diagnostics.Triggers;

/// <summary>
/// Reads a JVM's heap or CPU through a debug container beside it, which stays for as long as it is asked: one exec a look.
/// </summary>
internal sealed class JvmSampler(Func<ClusterConnection> connect, DebugTarget target, IProgressReporter progress) : IAsyncDisposable
{
    private readonly DebugSessionFactory _sessions = new(connect, new PodProgressOfWatch(progress), new DebugDefaults());
    private readonly ConcurrentDictionary<string, DebugSession> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CpuSample> _last = new(StringComparer.Ordinal);

    // It does not change while a JVM lives, and where jcmd attaches each question starts a JVM in the pod.
    private readonly ConcurrentDictionary<string, (int Pid, long Bytes)> _maxHeap = new(StringComparer.Ordinal);

    /// <summary>Null if the JVM does not tell, or did not do so before.</summary>
    /// <exception cref="JvmException">The JVM could not be found, or does not answer.</exception>
    /// <exception cref="ClusterException">The pod could not be entered.</exception>
    public async Task<double?> ReadAsync(V1Pod pod, string container, TriggerMetric metric, CancellationToken cancellationToken)
    {
        var uid = pod.Metadata.Uid;
        try
        {
            if (!_open.TryGetValue(uid, out var session))
            {
                _open[uid] = session = await _sessions.OpenAsync(target with { Name = "pod/" + pod.Metadata.Name, Selector = null, All = false }, cancellationToken);
            }

            var question = metric == TriggerMetric.Cpu ? "cpu" : _maxHeap.ContainsKey(uid) ? "heap-used" : "heap";
            var reply = await session.RunAsync("sample", [session.Filter, session.Pid, question], default, cancellationToken);
            ScriptFailure.ThrowIfFailed(session, reply);
            return metric == TriggerMetric.Cpu ? Cpu(pod, container, reply) : Heap(uid, reply);
        }
        catch
        {
            // A debug container that ended, or a container that was restarted: the next look finds the way anew.
            _open.TryRemove(uid, out _);
            _maxHeap.TryRemove(uid, out _);
            throw;
        }
    }

    /// <summary>Pods that are gone.</summary>
    public void Forget(IReadOnlyCollection<string> living)
    {
        foreach (var uid in _open.Keys.Concat(_last.Keys).Except(living).ToList())
        {
            _open.TryRemove(uid, out _);
            _last.TryRemove(uid, out _);
            _maxHeap.TryRemove(uid, out _);
        }
    }

    public ValueTask DisposeAsync() => _sessions.DisposeAsync();

    private double? Heap(string uid, ScriptReply reply)
    {
        var pid = reply.Jvms[^1].Pid;
        if (JcmdOutput.MaxHeap(reply.Output) is { } most and > 0)
        {
            _maxHeap[uid] = (pid, most);
        }

        if (_maxHeap.TryGetValue(uid, out var known) && known.Pid == pid)
        {
            return JvmLevel.Heap(reply, known.Bytes);
        }

        // Another JVM under a supervisor: the next look asks it.
        _maxHeap.TryRemove(uid, out _);
        return null;
    }

    private double? Cpu(V1Pod pod, string container, ScriptReply reply)
    {
        if (CpuSample.Of(reply) is not { } now)
        {
            return null;
        }

        var before = _last.GetValueOrDefault(pod.Metadata.Uid);
        _last[pod.Metadata.Uid] = now;
        return JvmLevel.Cpu(before, now, HeapDumpFacts.Of(pod, container).Cpu ?? 1);
    }

    // A look is no stage of anything; what the user should know is.
    private sealed class PodProgressOfWatch(IProgressReporter all) : IProgressReporter
    {
        public void Stage(string description)
        {
        }

        public void Note(string fact)
        {
        }

        public void Warning(string text) => all.Warning(text);

        public void Waiting(TimeSpan elapsed, TimeSpan total)
        {
        }

        public void Transfer(long received, long total)
        {
        }
    }
}
