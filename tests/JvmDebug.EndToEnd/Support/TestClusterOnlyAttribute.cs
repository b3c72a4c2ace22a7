using Xunit.v3;

namespace JvmDebug.EndToEnd.Support;

/// <summary>
/// A test of what no foreign cluster does to order. With JVMDEBUG_E2E_KUBECONFIG such tests are left out by their trait
/// (<c>-trait- cluster=ours</c>); one that is run there all the same fails.
/// </summary>
/// <param name="why">What it takes.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class TestClusterOnlyAttribute(string why) : Attribute, ITraitAttribute
{
    public const string Trait = "cluster";

    public string Why { get; } = why;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Trait, "ours")];
}
