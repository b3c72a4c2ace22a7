using JvmDebug.Diagnostics.Entries;
using JvmDebug.Kubernetes;
using Xunit;

namespace JvmDebug.Diagnostics.Tests.Entries;

public class AutoEntryTests
{
    [Fact]
    public void Only_refusals_of_the_ephemeral_container_itself_lead_to_an_exec() =>
        Assert.Equal(
            [ClusterFailure.Forbidden, ClusterFailure.AdmissionDenied, ClusterFailure.EphemeralContainersUnknown],
            Enum.GetValues<ClusterFailure>().Where(AutoEntry.CuredByExec));
}
