using System.Text;
using CreatorStream.Collect;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Host.Running;

/// <summary>The metrics of one process of a service at scale, in Prometheus' text format.</summary>
public sealed class ScaledMetrics(Roles roles, StateMemory memory, IServiceProvider services)
{
    public string Write()
    {
        var text = new StringBuilder();
        if (services.GetService<CollectMetrics>() is { } collect)
        {
            PrometheusText.Collect(text, collect);
        }
        PrometheusText.Head(text, "tasks_owned", "gauge", "Tasks that this process owns");
        PrometheusText.Line(text, "tasks_owned", "", roles.Group?.Owned.Count ?? 0);
        PrometheusText.Head(text, "tasks_live", "gauge", "Those of them that have taken over and publish");
        PrometheusText.Line(text, "tasks_live", "", roles.Group?.Owned.Count(task => task.IsLive) ?? 0);
        if (roles.RedisWriter is { } writer)
        {
            PrometheusText.Head(text, "redis_views_written_total", "counter", "Versions of views that Redis took");
            PrometheusText.Line(text, "redis_views_written_total", "", writer.Written);
            PrometheusText.Head(text, "redis_views_pending", "gauge", "Views whose newest version is not in Redis yet");
            PrometheusText.Line(text, "redis_views_pending", "", writer.Pending);
        }
        if (roles.Redis is { } redis)
        {
            PrometheusText.Head(text, "redis_commands_total", "counter", "Commands sent to Redis");
            PrometheusText.Line(text, "redis_commands_total", "", redis.Commands);
        }
        PrometheusText.Process(text, memory);
        return text.ToString();
    }
}
