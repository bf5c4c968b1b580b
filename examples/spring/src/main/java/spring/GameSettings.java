package spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The settings {@code game.*} of application.properties. */
@ConfigurationProperties("game")
record GameSettings(int port, int maxPeers, Duration drain) {
}
