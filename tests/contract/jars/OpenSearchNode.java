import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** One OpenSearch node on the loopback interface. Arguments: home directory, HTTP port, transport port. */
final class OpenSearchNode extends Node {
    private OpenSearchNode(Settings settings) {
        super(InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> "test"),
                List.of(Netty4Plugin.class), true);
    }

    public static void main(String[] arguments) throws Exception {
        new OpenSearchNode(Settings.builder()
                .put("path.home", arguments[0])
                .put("http.port", arguments[1])
                .put("transport.port", arguments[2])
                .put("network.host", "127.0.0.1")
                .put("discovery.type", "single-node")
                .put("http.type", "netty4")
                .put("transport.type", "netty4")
                .put("cluster.name", "leaktap-test")
                .put("cluster.routing.allocation.disk.threshold_enabled", false)
                .build()).start();
        new CountDownLatch(1).await();
    }
}
