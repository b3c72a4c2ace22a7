using JvmDebug.TestCluster.Api.Security;

namespace JvmDebug.TestCluster.Api.Registry;

/// <summary>How a change is to be made, and (warnings) what its author is told besides the result.</summary>
internal sealed record WriteContext(string FieldManager)
{
    /// <summary>Null for the cluster itself.</summary>
    public UserInfo? Author { get; init; }

    public bool DryRun { get; init; }

    /// <summary>A server-side apply keeps the list of owned fields itself.</summary>
    public bool IsApply { get; init; }

    public IList<string> Warnings { get; } = [];
}
