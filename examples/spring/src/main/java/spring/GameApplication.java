package spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The application; {@link GameServer} is the part of it that speaks ENet. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GameApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(GameApplication.class, arguments);
    }
}
