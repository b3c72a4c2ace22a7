using System.Text.Json.Nodes;
using JvmDebug.TestCluster.Api.Http;
using JvmDebug.TestCluster.Api.Objects;

namespace JvmDebug.TestCluster.Api.Workloads;

/// <summary>apps/v1 StatefulSets: a claim template is a volume of the pods, though the pod template does not list it.</summary>
internal sealed class StatefulSetStrategy(Action<JsonObject> defaults, Func<JsonObject> initialStatus) : TemplateStrategy(defaults, initialStatus)
{
    public override IEnumerable<FieldError> Validate(JsonObject value)
    {
        var complete = value.Clone();
        var spec = TemplateOf(complete).Child("spec");
        var claims = value.Objects("spec", "volumeClaimTemplates").Select(c => new JsonObject
        {
            ["name"] = c.Name(),
            ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = c.Name() },
        });
        spec["volumes"] = new JsonArray([.. spec.Objects("volumes").Select(v => v.Clone()), .. claims]);
        return base.Validate(complete);
    }
}
