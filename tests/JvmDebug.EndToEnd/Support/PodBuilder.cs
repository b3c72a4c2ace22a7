using k8s.Models;

namespace JvmDebug.EndToEnd.Support;

/// <summary>Pods as tests describe them; every method returns the builder.</summary>
internal sealed class PodBuilder
{
    private readonly V1Container _container = new() { Name = "app", ImagePullPolicy = "IfNotPresent", SecurityContext = new V1SecurityContext() };
    private readonly V1PodSpec _spec = new() { TerminationGracePeriodSeconds = 1, SecurityContext = new V1PodSecurityContext(), Volumes = [] };
    private readonly List<V1Container> _others = [];
    private readonly Dictionary<string, string> _annotations = [];

    /// <summary>What the log says once the application has started; null if it says nothing.</summary>
    public string? ReadyLine { get; private set; } = "busy: ready";

    /// <summary>uid 65532, drop ALL, everything Pod Security "restricted" wants; no shell in the image.</summary>
    public static PodBuilder Distroless() => new PodBuilder().Image(Images.Distroless).Restricted(65532);

    /// <summary>A full image with a shell; root unless told otherwise.</summary>
    public static PodBuilder Java(params string[] command) => new PodBuilder().Image(Images.Java).Command(command);

    /// <summary>
    /// A heap that is all there from the start, then files in memory until 4.5 MB are left of the limit, cached files not counted: they
    /// go when others need the room.
    /// </summary>
    public static PodBuilder WithoutMemoryToSpare()
    {
        const string fill = """
            java -Xms64m -Xmx64m -XX:+AlwaysPreTouch -cp /app demo.Busy & sleep 10
            cd /sys/fs/cgroup
            if [ -r memory.max ]; then left=$(($(cat memory.max) - $(cat memory.current))) cached=$(sed -n 's/^inactive_file //p' memory.stat)
            else left=$(($(cat memory/memory.limit_in_bytes) - $(cat memory/memory.usage_in_bytes))) cached=$(sed -n 's/^total_inactive_file //p' memory/memory.stat); fi
            head -c $((left + cached - 4500000)) /dev/zero > /dev/shm/fill
            echo filled
            wait
            """;
        return Java("sh", "-c", fill).MemoryLimit("200Mi").EmptyDir("/dev/shm", "200Mi").ReadyWhenItSays("filled");
    }

    public PodBuilder Image(string image)
    {
        _container.Image = image;
        return this;
    }

    public PodBuilder Command(params string[] command)
    {
        _container.Command = command.Length == 0 ? null : [.. command];
        return this;
    }

    public PodBuilder JavaOptions(string options) => Env("JAVA_TOOL_OPTIONS", options);

    public PodBuilder Env(string name, string value)
    {
        (_container.Env ??= []).Add(new V1EnvVar { Name = name, Value = value });
        return this;
    }

    public PodBuilder Silent() => ReadyWhenItSays(null);

    /// <summary>A heap of that many megabytes, secrets among them.</summary>
    public static PodBuilder Hoard(int megabytes) => Java("java", FormattableString.Invariant($"-Xmx{megabytes * 2 + 64}m"), "-cp", "/app", "demo.Hoard")
        .Env("HOARD_MB", FormattableString.Invariant($"{megabytes}"));

    public PodBuilder Limit(string resource, string quantity)
    {
        ((_container.Resources ??= new V1ResourceRequirements()).Limits ??= new Dictionary<string, ResourceQuantity>())[resource] = new ResourceQuantity(quantity);
        return this;
    }

    public PodBuilder ReadyWhenItSays(string? line)
    {
        ReadyLine = line;
        return this;
    }

    public PodBuilder RunAs(long uid, long gid)
    {
        (_container.SecurityContext.RunAsUser, _container.SecurityContext.RunAsGroup) = (uid, gid);
        return this;
    }

    public PodBuilder Restricted(long uid)
    {
        _spec.SecurityContext.RunAsNonRoot = true;
        _spec.SecurityContext.SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" };
        _container.SecurityContext.AllowPrivilegeEscalation = false;
        _container.SecurityContext.Capabilities = new V1Capabilities { Drop = ["ALL"] };
        return RunAs(uid, uid);
    }

    public PodBuilder NonRootByPodOnly()
    {
        _spec.SecurityContext.RunAsNonRoot = true;
        return this;
    }

    public PodBuilder AddCapability(string capability)
    {
        _container.SecurityContext.Capabilities = new V1Capabilities { Add = [capability] };
        return this;
    }

    public PodBuilder ReadOnlyRoot()
    {
        _container.SecurityContext.ReadOnlyRootFilesystem = true;
        return this;
    }

    public PodBuilder EmptyDir(string path, string? sizeLimit = null)
    {
        var name = "v" + _spec.Volumes.Count;
        _spec.Volumes.Add(new V1Volume
        {
            Name = name,
            EmptyDir = sizeLimit is null ? new V1EmptyDirVolumeSource() : new V1EmptyDirVolumeSource { Medium = "Memory", SizeLimit = new ResourceQuantity(sizeLimit) },
        });
        (_container.VolumeMounts ??= []).Add(new V1VolumeMount { Name = name, MountPath = path });
        return this;
    }

    public PodBuilder MemoryLimit(string limit)
    {
        _container.Resources = new V1ResourceRequirements { Limits = new Dictionary<string, ResourceQuantity> { ["memory"] = new(limit) } };
        return this;
    }

    /// <summary>A probe as strict as that; whoever reads the specification fears it, and it begins after an hour, so no slow node makes it bite.</summary>
    public PodBuilder Liveness(int periodSeconds, int failureThreshold, int timeoutSeconds = 5)
    {
        _container.LivenessProbe = new V1Probe
        {
            HttpGet = new V1HTTPGetAction { Path = "/", Port = 8080 },
            PeriodSeconds = periodSeconds,
            FailureThreshold = failureThreshold,
            TimeoutSeconds = timeoutSeconds,
            InitialDelaySeconds = 3600,
        };
        return this;
    }

    public PodBuilder Annotation(string name, string value)
    {
        _annotations[name] = value;
        return this;
    }

    public PodBuilder OnNode(string name)
    {
        _spec.NodeName = name;
        return this;
    }

    public PodBuilder ShareProcessNamespace()
    {
        _spec.ShareProcessNamespace = true;
        return this;
    }

    public PodBuilder With(string name, string image, params string[] command)
    {
        _others.Add(new V1Container { Name = name, Image = image, ImagePullPolicy = "IfNotPresent", Command = command.Length == 0 ? null : [.. command], SecurityContext = _container.SecurityContext });
        return this;
    }

    public V1Pod Build(string ns)
    {
        _spec.Containers = [_container, .. _others];
        return new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new V1ObjectMeta { Name = "target-" + Guid.NewGuid().ToString("N")[..6], NamespaceProperty = ns, Annotations = _annotations },
            Spec = _spec,
        };
    }

    /// <summary>Its pods have the label <c>app</c> with the Deployment's name.</summary>
    public V1Deployment BuildDeployment(string ns, string name, int replicas)
    {
        _spec.Containers = [_container, .. _others];
        var labels = new Dictionary<string, string> { ["app"] = name };
        return new V1Deployment
        {
            ApiVersion = "apps/v1",
            Kind = "Deployment",
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = ns },
            Spec = new V1DeploymentSpec
            {
                Replicas = replicas,
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = labels }, Spec = _spec },
            },
        };
    }
}
