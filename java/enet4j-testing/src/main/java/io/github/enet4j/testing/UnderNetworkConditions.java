package io.github.enet4j.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class, or one test, a {@link NetworkProxy} as a parameter.
 *
 * <pre>{@code
 * @Test
 * @UnderNetworkConditions("latency=50 loss=5%")
 * void scoresArrive(NetworkProxy network) {
 *     network.setTarget(new InetSocketAddress("127.0.0.1", server.getLocalPort()));
 *     client.connectToHost("127.0.0.1", network.getLocalPort());
 *     ...
 * }
 * }</pre>
 *
 * <p>The proxy is closed after the test. When that fails, its seed is reported; {@code -Denet4j.network.seed=N} repeats
 * the losses of that run.
 *
 * @see NetworkProxy
 * @since 0.1.0
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NetworkConditionsExtension.class)
public @interface UnderNetworkConditions {
    /**
     * Conditions of both directions, in the form of {@link NetworkConditions#with(String)}; they change the preset.
     *
     * @return the settings
     */
    String value() default "";

    /**
     * A preset, by the name that {@link NetworkPreset#of} takes.
     *
     * @return the name
     */
    String preset() default "none";

    /**
     * What losses come from.
     *
     * @return the seed; 0: another one in each run
     */
    long seed() default 0;
}
