using JvmDebug.TestCluster.Hosting;
using JvmDebug.TestCluster.Node;

namespace JvmDebug.TestCluster.Commands;

/// <summary>Anticipated failures become one line on stderr and exit code 1.</summary>
internal static class Reported
{
    public static async Task<int> RunAsync(Func<Task> command)
    {
        try
        {
            await command();
            return 0;
        }
        catch (Exception e) when (e is NodeException or ClusterRunsException or HttpRequestException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"testcluster: {e.Message}");
            return 1;
        }
    }
}
