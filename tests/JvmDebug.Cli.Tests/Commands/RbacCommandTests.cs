using JvmDebug.Cli.Commands;
using JvmDebug.Cli.Tests.Support;
using JvmDebug.Diagnostics.Access;
using JvmDebug.Diagnostics.Doctor;
using JvmDebug.Kubernetes.Access;
using Xunit;

namespace JvmDebug.Cli.Tests.Commands;

public sealed class RbacCommandTests
{
    [Fact(Timeout = 15000)]
    public async Task What_is_to_be_done_and_by_whom_make_the_request()
    {
        var request = await TestCli.RequestAsync<RbacRequest>("rbac --for threads,heap --for session --serviceaccount ci:diag --as-user jane --group ops --role-name mine");

        Assert.Equal(["threads", "heap", "session"], request.Operations.Select(operation => operation.Name));
        Assert.Equal("mine", request.RoleName);
        Assert.Equal([RoleSubject.ServiceAccount("ci", "diag"), RoleSubject.User("jane"), RoleSubject.Group("ops")], request.Subjects);
    }

    [Fact(Timeout = 15000)]
    public async Task Without_an_operation_it_is_for_capture() =>
        Assert.Equal([Operations.Default], (await TestCli.RequestAsync<RbacRequest>("rbac --as-user jane")).Operations);

    [Theory(Timeout = 15000)]
    [InlineData("rbac", "Say who gets it")]
    [InlineData("rbac --for nothing --as-user jane", "'nothing' is no operation: capture")]
    [InlineData("rbac --serviceaccount diag", "NAMESPACE:NAME")]
    public async Task What_makes_no_Role_is_refused(string commandLine, string words)
    {
        var run = await TestCli.OfAsync(commandLine.Split(' '));

        Assert.Equal((2, false), (run.ExitCode, run.Ran));
        Assert.Contains(words, run.Stderr, StringComparison.Ordinal);
    }

    [Fact(Timeout = 15000)]
    public async Task The_doctor_goes_inside_only_when_told()
    {
        Assert.False((await TestCli.RequestAsync<DoctorRequest>("doctor cart-0")).Inject);
        Assert.True((await TestCli.RequestAsync<DoctorRequest>("doctor cart-0 --inject")).Inject);
    }
}
