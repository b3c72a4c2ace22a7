using System.Globalization;

namespace JvmDebug.TestCluster.Hosting;

/// <summary>The directory of one cluster: who runs it, and the files it leaves there for others.</summary>
internal sealed class ClusterDirectory
{
    public ClusterDirectory(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string Kubeconfig => System.IO.Path.Combine(Path, "kubeconfig");

    private string LockFile => System.IO.Path.Combine(Path, "testcluster.lock");

    private string PidFile => System.IO.Path.Combine(Path, "testcluster.pid");

    /// <summary>The process that runs the cluster; null if none does, a crashed one included.</summary>
    public int? RunningProcess()
    {
        if (TryLock() is { } free)
        {
            free.Dispose();
            return null;
        }

        return int.Parse(File.ReadAllText(PidFile), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>Claims the directory for this process until disposed; the kernel gives it back after a crash.</summary>
    /// <exception cref="ClusterRunsException">Another process has it.</exception>
    public IDisposable Claim()
    {
        var claimed = TryLock() ?? throw new ClusterRunsException($"a test cluster runs in {Path} already (process {RunningProcess()}); 'testcluster down --directory {Path}' ends it");
        File.WriteAllText(PidFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return claimed;
    }

    // Without sharing, .NET takes an advisory lock (flock) on the file.
    private FileStream? TryLock()
    {
        try
        {
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>A second start in the same directory.</summary>
internal sealed class ClusterRunsException(string message) : Exception(message);
