mock_provider "aws" {
  override_during = plan
}

variables {
  name = "staging"
}

run "fargate_on_demand_by_default" {
  command = plan

  module {
    source = "../modules/cluster"
  }

  assert {
    condition     = aws_ecs_cluster_capacity_providers.this.capacity_providers == toset(["FARGATE", "FARGATE_SPOT"])
    error_message = "Both capacity providers of Fargate can be used."
  }

  assert {
    condition     = [for share in aws_ecs_cluster_capacity_providers.this.default_capacity_provider_strategy : "${share.capacity_provider} ${share.base} ${share.weight}"] == ["FARGATE 1 1"]
    error_message = "Nothing runs on Spot unless asked."
  }

  assert {
    condition     = one(aws_ecs_cluster.this.setting).name == "containerInsights" && one(aws_ecs_cluster.this.setting).value == "enabled"
    error_message = "Container Insights is on."
  }

  assert {
    condition     = output.cluster == "staging"
    error_message = "deploy.cluster is the cluster's name."
  }
}

run "a_share_on_spot" {
  command = plan

  module {
    source = "../modules/cluster"
  }

  variables {
    on_demand_weight   = 0
    spot_weight        = 1
    container_insights = "enhanced"
  }

  assert {
    condition     = sort([for share in aws_ecs_cluster_capacity_providers.this.default_capacity_provider_strategy : "${share.capacity_provider} ${share.weight}"]) == tolist(["FARGATE 0", "FARGATE_SPOT 1"])
    error_message = "One task on demand, the others on Spot."
  }
}

run "a_namespace_of_service_connect" {
  command = plan

  module {
    source = "../modules/cluster"
  }

  variables {
    namespaces = ["staging-shop"]
  }

  assert {
    condition     = [for space in aws_service_discovery_http_namespace.this : space.name] == ["staging-shop"]
    error_message = "The services' namespace has the name that their definitions have."
  }
}

run "no_weight_and_an_unknown_kind_of_insights_are_refused" {
  command = plan

  module {
    source = "../modules/cluster"
  }

  variables {
    on_demand_weight   = 0
    container_insights = "on"
  }

  expect_failures = [var.spot_weight, var.container_insights]
}
