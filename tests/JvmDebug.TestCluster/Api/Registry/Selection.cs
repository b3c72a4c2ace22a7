using System.Text.Json.Nodes;

namespace JvmDebug.TestCluster.Api.Registry;

/// <summary>The label and field selectors of a list, watch or deletion.</summary>
internal sealed record Selection(LabelSelector Labels, FieldSelector Fields)
{
    public static Selection Parse(IQueryCollection query) =>
        new(LabelSelector.Parse(query["labelSelector"].ToString()), FieldSelector.Parse(query["fieldSelector"].ToString()));

    public bool Matches(JsonObject value) => Labels.Matches(value) && Fields.Matches(value);
}
