package io.github.enet4j.testing;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What stands behind {@link UnderNetworkConditions}.
 *
 * @since 0.1.0
 */
public final class NetworkConditionsExtension implements ParameterResolver, AfterEachCallback {
    private static final String SEED_PROPERTY = "enet4j.network.seed";
    private static final Namespace NAMESPACE = Namespace.create(NetworkConditionsExtension.class);

    /** Made by JUnit. */
    public NetworkConditionsExtension() {
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == NetworkProxy.class && context.getTestMethod().isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(
                NetworkProxy.class, type -> open(annotation(context)), NetworkProxy.class);
    }

    private static UnderNetworkConditions annotation(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), UnderNetworkConditions.class)
                .or(() -> AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), UnderNetworkConditions.class))
                .orElseThrow(() -> new IllegalStateException("there is no @UnderNetworkConditions"));
    }

    private static NetworkProxy open(UnderNetworkConditions wanted) {
        Long given = Long.getLong(SEED_PROPERTY);
        long seed = given != null ? given
                : wanted.seed() != 0 ? wanted.seed() : ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        NetworkPreset preset = NetworkPreset.of(wanted.preset());
        NetworkProxy proxy = new NetworkProxy(null, seed);
        try {
            for (Direction direction : Direction.values()) {
                proxy.setConditions(direction, preset.conditions(direction).with(wanted.value()));
            }
            return proxy;
        } catch (IllegalArgumentException e) {
            proxy.close();
            throw e;
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        NetworkProxy proxy = context.getStore(NAMESPACE).remove(NetworkProxy.class, NetworkProxy.class);
        if (proxy == null) {
            return;
        }
        if (context.getExecutionException().isPresent()) {
            context.publishReportEntry("network", "-D" + SEED_PROPERTY + "=" + proxy.getSeed() + " repeats it; up: "
                    + describe(proxy, Direction.TO_SERVER) + "; down: " + describe(proxy, Direction.TO_CLIENT));
        }
        proxy.close();
    }

    private static String describe(NetworkProxy proxy, Direction direction) {
        return proxy.getConditions(direction) + ", " + proxy.getCounters(direction);
    }
}
