package io.github.valkeyflavors.it.storefront;

import io.github.valkeyflavors.it.servers.Launcher;
import io.github.valkeyflavors.it.servers.Layout;
import io.github.valkeyflavors.it.servers.ValkeyServers;

/**
 * One server in a container.
 */
@ValkeyServers(layout = Layout.SINGLE, launcher = Launcher.CONTAINER)
class FallbackStorefrontContainerIT extends FallbackStorefrontIT {

}
