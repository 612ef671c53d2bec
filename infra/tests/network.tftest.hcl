mock_provider "aws" {
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-west-2c", "eu-west-2a", "eu-west-2b"] }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-2" }
  }
}

variables {
  name = "shop"
}

run "nothing_that_is_billed_by_the_hour_unless_asked" {
  module {
    source = "../modules/network"
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 0 && length(aws_eip.nat) == 0 && length(aws_vpc_endpoint.interface) == 0
    error_message = "There is a NAT gateway, an address or an interface endpoint."
  }

  assert {
    condition     = { for zone, subnet in aws_subnet.public : zone => subnet.cidr_block } == { eu-west-2a = "10.0.0.0/20", eu-west-2b = "10.0.16.0/20" } && length(aws_subnet.private) == 0
    error_message = "The region's first two zones have a public subnet each, and there are no others."
  }

  assert {
    condition     = aws_route.internet.destination_cidr_block == "0.0.0.0/0" && length(aws_route.nat) == 0
    error_message = "The public subnets have a route to the internet."
  }

  assert {
    condition     = aws_vpc_endpoint.s3[0].vpc_endpoint_type == "Gateway" && aws_vpc_endpoint.s3[0].service_name == "com.amazonaws.eu-west-2.s3"
    error_message = "S3 is reached through the gateway endpoint, which costs nothing."
  }

  assert {
    condition     = length(aws_default_security_group.this.ingress) == 0 && length(aws_default_security_group.this.egress) == 0
    error_message = "The default security group lets something through."
  }

  assert {
    condition     = output.task_public_ip && output.task_internet
    error_message = "Without private subnets tasks pull their images by a public address."
  }
}

run "private_subnets_reach_aws_by_endpoints" {
  command = plan

  module {
    source = "../modules/network"
  }

  variables {
    private_subnets     = true
    interface_endpoints = ["ecr.api", "ecr.dkr", "logs"]
  }

  assert {
    condition     = { for zone, subnet in aws_subnet.private : zone => subnet.cidr_block } == { eu-west-2a = "10.0.128.0/20", eu-west-2b = "10.0.144.0/20" }
    error_message = "Each zone has a private subnet, in the upper half of the addresses."
  }

  assert {
    condition     = toset([for endpoint in aws_vpc_endpoint.interface : endpoint.service_name]) == toset(["com.amazonaws.eu-west-2.ecr.api", "com.amazonaws.eu-west-2.ecr.dkr", "com.amazonaws.eu-west-2.logs"])
    error_message = "Each service has an endpoint."
  }

  assert {
    condition     = alltrue([for endpoint in aws_vpc_endpoint.interface : endpoint.private_dns_enabled])
    error_message = "The endpoints have the services' own names."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.endpoints[0].cidr_ipv4 == "10.0.0.0/16" && aws_vpc_security_group_ingress_rule.endpoints[0].from_port == 443 && aws_vpc_security_group_ingress_rule.endpoints[0].to_port == 443
    error_message = "The endpoints let in HTTPS of the VPC and nothing else."
  }

  assert {
    condition     = length(aws_route.nat) == 0 && !output.task_public_ip && !output.task_internet
    error_message = "Private subnets have no route to the internet, and tasks in them no public address."
  }
}

run "nat_is_one_gateway" {
  command = plan

  module {
    source = "../modules/network"
  }

  variables {
    private_subnets = true
    nat             = true
    zones           = ["eu-west-2a", "eu-west-2b", "eu-west-2c"]
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_subnet.public) == 3 && length(aws_route.nat) == 1
    error_message = "All zones share one NAT gateway."
  }
}

run "private_subnets_in_which_no_image_can_be_pulled_are_refused" {
  command = plan

  module {
    source = "../modules/network"
  }

  variables {
    private_subnets     = true
    interface_endpoints = ["ecr.api", "logs"]
  }

  expect_failures = [var.interface_endpoints]
}

run "nat_without_private_subnets_and_a_network_that_is_too_small_are_refused" {
  command = plan

  module {
    source = "../modules/network"
  }

  variables {
    nat  = true
    cidr = "10.0.0.0/28"
  }

  expect_failures = [var.nat, var.cidr]
}
