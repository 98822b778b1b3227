package io.github.valkeyflavors.it.storefront;

import io.github.valkeyflavors.it.servers.Launcher;
import io.github.valkeyflavors.it.servers.ValkeyServers;

/**
 * Three servers in containers.
 */
@ValkeyServers(launcher = Launcher.CONTAINER)
class SplitStorefrontContainerIT extends SplitStorefrontIT {

}
