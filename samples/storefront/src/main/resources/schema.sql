create table if not exists products (
    id          bigint         primary key,
    name        varchar(60)    not null,
    origin      varchar(60)    not null,
    description varchar(400)   not null,
    color       char(7)        not null,
    price       decimal(10, 2) not null,
    stock       integer        not null check (stock >= 0)
);

create table if not exists rates (
    currency char(3)         primary key,
    rate     decimal(12, 4)  not null
);

create table if not exists orders (
    id         uuid                     primary key,
    customer   varchar(40)              not null,
    product_id bigint                   not null references products,
    quantity   integer                  not null check (quantity > 0),
    unit_price decimal(10, 2)           not null,
    card       varchar(17)              not null, -- accepted, declined-at-first or declined
    status     varchar(9)               not null, -- pending, then confirmed or failed
    placed_at  timestamp with time zone not null default current_timestamp
);

-- For a database that was made before there were cards
alter table orders add column if not exists card varchar(17) default 'accepted' not null;

create index if not exists orders_by_customer on orders (customer, placed_at);

create table if not exists order_events (
    id       bigint                   generated always as identity primary key,
    order_id uuid                     not null references orders,
    step     varchar(8)               not null, -- waiting, running, failed, retried, done or given-up
    attempt  integer                  not null,
    at       timestamp with time zone not null,
    detail   varchar(200),
    retry_at timestamp with time zone,
    unique (order_id, step, attempt)
);
