namespace JvmDebug.TestCluster.Controllers;

/// <summary>Brings what is closer to what is wanted, for all objects of a kind. It runs again whenever something changed.</summary>
internal interface IController
{
    void Reconcile();
}
