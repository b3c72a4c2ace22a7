using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace JvmDebug.Storage.Tests.Servers;

/// <summary>A real server of a storage protocol, in a process of its own that can be stopped and started again.</summary>
public abstract class StorageServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Process? _process;

    protected StorageServer(IPAddress address) => (Address, Port) = (address, FreePort(address));

    public IPAddress Address { get; }

    public int Port { get; }

    /// <summary>All that the server keeps.</summary>
    protected string Data { get; } = Directory.CreateTempSubdirectory("jvmdebug-store-").FullName;

    protected static string Modules { get; } = Path.Combine(Repository(), "artifacts", "storage-servers", "node_modules");

    public async Task StartAsync()
    {
        await InstallAsync();
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Data };
        Configure(start);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync())
        {
            if (_process.HasExited || clock.Elapsed > Patience)
            {
                throw new InvalidOperationException($"{GetType().Name} does not answer on {Address}:{Port}.");
            }

            await Task.Delay(100);
        }
    }

    /// <summary>What it kept is kept: SIGTERM lets Azurite write its index.</summary>
    public async Task StopAsync()
    {
        if (_process is not null)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Data, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Configure(ProcessStartInfo start);

    private static async Task InstallAsync()
    {
        using var install = Process.Start(new ProcessStartInfo(Path.Combine(Repository(), "scripts", "install-storage-servers.sh")))!;
        await install.WaitForExitAsync();
        if (install.ExitCode != 0)
        {
            throw new InvalidOperationException("scripts/install-storage-servers.sh failed.");
        }
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(Address, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Repository([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
