using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Registry;
using JvmDebug.TestCluster.Api.Tables;
using JvmDebug.TestCluster.Api.Workloads;
using JvmDebug.TestCluster.Hosting;
using Xunit;

namespace JvmDebug.TestCluster.Tests.Api;

/// <summary>The little languages of the API.</summary>
public class SyntaxTests
{
    [Theory]
    [InlineData("a=1", true)]
    [InlineData("a==1,b=2", true)]
    [InlineData("a!=1", false)]
    [InlineData("c!=1", true)]
    [InlineData("a in (1,2),b notin (3)", true)]
    [InlineData("a in (2, 3)", false)]
    [InlineData("a,!c", true)]
    [InlineData("!a", false)]
    [InlineData("", true)]
    public void A_label_selector_selects(string selector, bool expected) =>
        Assert.Equal(expected, LabelSelector.Parse(selector).Matches((JsonObject)JsonNode.Parse("""{"metadata":{"labels":{"a":"1","b":"2"}}}""")!));

    [Theory]
    [InlineData("=x")]
    [InlineData("a in 1,2")]
    public void A_selector_that_is_none_is_refused(string selector) =>
        Assert.Equal(400, Assert.Throws<ApiException>(() => LabelSelector.Parse(selector)).Code);

    [Theory]
    [InlineData("metadata.name=p,status.phase!=Failed", true)]
    [InlineData("metadata.name==q", false)]
    [InlineData("spec.nodeName=", true)]
    public void A_field_selector_selects(string selector, bool expected) =>
        Assert.Equal(expected, FieldSelector.Parse(selector).Matches((JsonObject)JsonNode.Parse("""{"metadata":{"name":"p"},"status":{"phase":"Running"}}""")!));

    [Theory]
    [InlineData("*/5 0-6 1,15 jan-mar mon", null)]
    [InlineData("@hourly", null)]
    [InlineData("@noon", "unrecognized descriptor: @noon")]
    [InlineData("* * * *", "expected exactly 5 fields, found 4: [* * * *]")]
    [InlineData("0 24 * * *", "end of range (24) above maximum (23): 24")]
    [InlineData("0 0 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("5-2 * * * *", "beginning of range (5) beyond end of range (2): 5-2")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax")]
    public void A_schedule_is_checked_field_by_field(string schedule, string? error) => Assert.Equal(error, CronSyntax.ErrorIn(schedule));

    [Theory]
    [InlineData(119, "119s")]
    [InlineData(300, "5m")]
    [InlineData(305, "5m5s")]
    [InlineData(3600, "60m")]
    [InlineData(4 * 3600 + 60, "4h1m")]
    [InlineData(47 * 3600, "47h")]
    [InlineData(50 * 3600, "2d2h")]
    [InlineData(9 * 86400, "9d")]
    public void An_age_is_shown_as_kubectl_shows_it(int seconds, string expected) => Assert.Equal(expected, HumanDuration.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_manifest_becomes_JSON_with_the_types_of_YAML()
    {
        var documents = YamlDocuments.Read("""
            a: {b: [1, 1.5, true, null, "2", 0x]}
            c: |
              text
            ---
            d: ~
            """);

        Assert.Equal(["""{"a":{"b":[1,1.5,true,null,"2","0x"]},"c":"text\n"}""", """{"d":null}"""], documents.Select(d => d.ToJsonString()));
    }
}
