using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Controllers;

/// <summary>Counters in a status; most are left out while they are zero.</summary>
internal static class Counts
{
    public static void SetUnlessZero(this JsonObject status, string name, int count)
    {
        if (count != 0)
        {
            status[name] = count;
        }
    }
}
