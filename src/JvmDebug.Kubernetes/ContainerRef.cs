namespace JvmDebug.Kubernetes;

/// <summary>One container of one pod: where an exec goes.</summary>
public sealed record ContainerRef(string Namespace, string Pod, string Container)
{
    public override string ToString() => $"{Namespace}/{Pod}/{Container}";
}
