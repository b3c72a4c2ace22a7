using System.Text;

namespace JvmDebug.Diagnostics.Schedules;

/// <summary>Which worker takes which pod, so that workers need not talk to each other.</summary>
public static class Shard
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>FNV-1a of the pod's name: the same in every process and version, which .NET's own hash is not.</summary>
    public static int Of(string pod, int workers)
    {
        var hash = Encoding.UTF8.GetBytes(pod).Aggregate(OffsetBasis, (sum, octet) => unchecked((sum ^ octet) * Prime));
        return (int)(hash % (ulong)workers);
    }
}
