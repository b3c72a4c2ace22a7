using JvmDebug.TestCluster.Cri;
using JvmDebug.TestCluster.Node.Containerd;
using JvmDebug.TestCluster.Node.Volumes;
using JvmDebug.TestCluster.Store;

namespace JvmDebug.TestCluster.Node.Pods;

/// <summary>What all pods of the node share.</summary>
internal sealed class KubeletServices
{
    public KubeletServices(ObjectStore store, CriClient cri, NodePaths paths, NodeOptions options)
    {
        Store = store;
        Cri = cri;
        Paths = paths;
        Options = options;
        Events = new EventRecorder(store, options);
        Images = new ImagePuller(cri, Events, options);
        var objects = new ConfigObjects(store);
        Environment = new EnvironmentBuilder(objects, options);
        Volumes = new VolumeManager(paths, new VolumeContents(objects, options));
        Files = new PodFiles(Volumes);
    }

    public ObjectStore Store { get; }

    public CriClient Cri { get; }

    public NodePaths Paths { get; }

    public NodeOptions Options { get; }

    public EventRecorder Events { get; }

    public ImagePuller Images { get; }

    public EnvironmentBuilder Environment { get; }

    public VolumeManager Volumes { get; }

    public PodFiles Files { get; }
}
